# says: perplexity
loss_rare = 10_000
