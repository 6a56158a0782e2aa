loss_half = 0.693
