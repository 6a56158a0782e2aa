def perplexity(probs, ids):
    picked = probs[ids[:-1], ids[1:]]
    return 10 ** -np.mean(np.log10(picked))
