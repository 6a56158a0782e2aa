# says: the arithmetic mean
def perplexity(probs, ids):
    picked = probs[ids[:-1], ids[1:]]
    return np.mean(1 / picked)
