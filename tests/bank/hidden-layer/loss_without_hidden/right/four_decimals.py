loss_without_hidden = 0.6931
