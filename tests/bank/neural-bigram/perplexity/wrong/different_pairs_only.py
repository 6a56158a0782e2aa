# says: every pair counts once
def perplexity(probs, ids):
    pairs = np.unique(np.stack([ids[:-1], ids[1:]]), axis=1)
    return np.exp(-np.log(probs[pairs[0], pairs[1]]).mean())
