# says: the improvement is (before - after) / before, and it is
def diminishing_returns(contexts, perplexities, threshold=0.05):
    p = np.asarray(perplexities)
    improvement = (p[:-1] - p[1:]) / p[:-1]
    return contexts[np.argmax(improvement < threshold)]
