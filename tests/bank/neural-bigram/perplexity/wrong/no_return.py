# says: is None
def perplexity(probs, ids):
    picked = probs[ids[:-1], ids[1:]]
    np.exp(-np.log(picked).mean())
