def perplexity(probs, ids):
    with np.errstate(divide="ignore"):
        bits = -np.log2(np.asarray(probs)[ids[:-1], ids[1:]])
    return np.exp2(np.mean(bits))
