loss_without_hidden = without[-1]
