def perplexity(probs, ids):
    counts = np.zeros_like(probs)
    np.add.at(counts, (ids[:-1], ids[1:]), 1)
    return np.exp(-(counts * np.log(probs))[counts > 0].sum() / counts.sum())
