# says: score is u + v
loss_without_hidden = without[0]
