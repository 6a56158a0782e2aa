# says: infinitely surprised
def perplexity(probs, ids):
    picked = probs[ids[:-1], ids[1:]]
    return float(np.exp(-np.log(picked[picked > 0]).mean()))
