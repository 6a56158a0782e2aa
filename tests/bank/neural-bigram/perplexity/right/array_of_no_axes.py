def perplexity(probs, ids):
    picked = probs[ids[:-1], ids[1:]]
    return np.array(np.exp(-np.log(picked).mean()))
