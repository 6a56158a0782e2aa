# says: Add logarithms instead of multiplying
def perplexity(probs, targets):
    picked = probs[np.arange(len(targets)), targets]
    return np.prod(picked) ** (-1 / len(picked))
