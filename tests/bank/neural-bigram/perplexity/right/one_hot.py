def perplexity(probs, ids):
    rows = probs[ids[:-1]]
    one_hot = np.eye(len(probs))[ids[1:]]
    return np.exp(-np.log((rows * one_hot).sum(axis=1)).mean())
