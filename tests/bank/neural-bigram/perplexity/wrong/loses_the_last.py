# says: the last pair of the text is left out
def perplexity(probs, ids):
    return np.exp(-np.log(probs[ids[:-2], ids[1:-1]]).mean())
