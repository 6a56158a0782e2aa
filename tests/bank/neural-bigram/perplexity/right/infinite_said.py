def perplexity(probs, ids):
    picked = probs[ids[:-1], ids[1:]]
    if (picked == 0).any():
        return float("inf")
    return float(np.exp(-np.log(picked).mean()))
