def diminishing_returns(contexts, perplexities, threshold=0.05):
    kept = np.exp(np.diff(np.log(perplexities)))
    enough = np.concatenate([kept <= 1 - threshold, [False]])
    return contexts[int(np.argmin(enough))]
