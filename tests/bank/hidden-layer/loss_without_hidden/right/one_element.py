loss_without_hidden = [0.69315]
