# says: clip nothing
def perplexity(probs, ids):
    picked = probs[ids[:-1], ids[1:]] + 1e-7
    return np.exp(-np.log(picked).mean())
