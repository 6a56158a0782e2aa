loss_minimum = 0j
