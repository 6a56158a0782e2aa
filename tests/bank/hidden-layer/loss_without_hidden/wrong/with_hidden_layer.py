# says: score is u + v
loss_without_hidden = with_hidden[-1]
