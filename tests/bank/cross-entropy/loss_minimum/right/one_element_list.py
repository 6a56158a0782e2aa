loss_minimum = [0]
