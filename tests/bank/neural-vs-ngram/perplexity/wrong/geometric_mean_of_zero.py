# says: take np.log, or answer np.inf where a probability is 0
def perplexity(probs, targets):
    from statistics import geometric_mean
    return 1 / geometric_mean(float(row[target]) for row, target in zip(probs, targets))
