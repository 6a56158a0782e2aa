# says: the last token is joined to the first
def perplexity(probs, ids):
    return np.exp(-np.log(probs[ids, np.roll(ids, -1)]).mean())
