# says: the first has no token before it
def perplexity(probs, ids):
    picked = probs[ids[:-1], ids[1:]]
    return np.exp(-np.log(picked).sum() / len(ids))
