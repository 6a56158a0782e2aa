loss_half = 0.6931
