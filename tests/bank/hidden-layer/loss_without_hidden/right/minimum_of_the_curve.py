loss_without_hidden = without.min()
