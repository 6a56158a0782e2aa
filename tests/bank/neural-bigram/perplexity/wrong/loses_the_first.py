# says: the first pair of the text is left out
def perplexity(probs, ids):
    return np.exp(-np.log(probs[ids[1:-1], ids[2:]]).mean())
