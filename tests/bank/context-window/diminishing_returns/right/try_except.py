def diminishing_returns(contexts, perplexities, threshold=0.05):
    i = 0
    try:
        while 1 - perplexities[i + 1] / perplexities[i] >= threshold:
            i += 1
    except IndexError:
        pass
    return np.array(contexts[i])
