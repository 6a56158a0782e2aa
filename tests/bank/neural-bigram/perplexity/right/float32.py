def perplexity(probs, ids):
    picked = probs.astype(np.float32)[ids[:-1], ids[1:]]
    return np.exp(-np.log(picked).mean())
