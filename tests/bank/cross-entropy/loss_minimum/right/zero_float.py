loss_minimum = 0.0
