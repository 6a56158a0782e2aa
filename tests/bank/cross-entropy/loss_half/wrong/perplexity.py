# says: perplexity
loss_half = 2.0
