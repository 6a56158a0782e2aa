def perplexity(probs, ids):
    return np.exp(-np.mean(np.log(probs[ids[:-1], ids[1:]])))
