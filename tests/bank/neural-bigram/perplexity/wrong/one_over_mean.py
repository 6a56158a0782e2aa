# says: the log of the mean probability
def perplexity(probs, ids):
    picked = probs[ids[:-1], ids[1:]]
    return 1 / picked.mean()
