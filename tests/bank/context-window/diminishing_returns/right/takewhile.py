def diminishing_returns(contexts, perplexities, threshold=0.05):
    from itertools import takewhile
    gains = 1 - np.asarray(perplexities)[1:] / np.asarray(perplexities)[:-1]
    return np.asarray(contexts)[len(list(takewhile(lambda gain: gain >= threshold, gains)))]
