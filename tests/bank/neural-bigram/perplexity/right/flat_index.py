def perplexity(probs, ids):
    pairs = ids[:-1] * len(probs) + ids[1:]
    return np.exp(-np.log(np.take(probs, pairs)).mean())
