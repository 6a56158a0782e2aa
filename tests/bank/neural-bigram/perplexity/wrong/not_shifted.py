# says: shift the text by one
def perplexity(probs, ids):
    return np.exp(-np.log(probs[ids, ids]).mean())
