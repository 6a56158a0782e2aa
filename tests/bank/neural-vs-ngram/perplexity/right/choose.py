def perplexity(probs, targets):
    picked = [probs[i, t] for i, t in enumerate(targets)]
    return np.exp(-np.sum(np.log(picked)) / len(picked))
