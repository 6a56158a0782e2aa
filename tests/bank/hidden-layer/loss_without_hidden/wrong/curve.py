# says: where one is asked
loss_without_hidden = without
