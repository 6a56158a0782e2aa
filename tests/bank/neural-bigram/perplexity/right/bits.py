def perplexity(probs, ids):
    picked = probs[ids[:-1], ids[1:]]
    return 2 ** -np.mean(np.log2(picked))
