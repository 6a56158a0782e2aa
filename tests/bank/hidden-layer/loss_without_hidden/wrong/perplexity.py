# says: perplexity
loss_without_hidden = 2
