def diminishing_returns(contexts, perplexities, threshold=0.05):
    p = np.asarray(perplexities)
    gains = np.append(1 - p[1:] / p[:-1], -np.inf)
    return contexts[np.argmax(gains < threshold)]
