# says: rows and columns are swapped
def perplexity(probs, ids):
    return np.exp(-np.log(probs[ids[1:], ids[:-1]]).mean())
