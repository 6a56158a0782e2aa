# says: Add logarithms instead of multiplying
def perplexity(probs, ids):
    picked = probs[ids[:-1], ids[1:]]
    return np.prod(picked) ** (-1 / len(picked))
