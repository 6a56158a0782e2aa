# says: infinitely surprised
def perplexity(probs, ids):
    return float(np.exp(-np.mean(np.log(probs[ids[:-1], ids[1:]] + 1e-12))))
