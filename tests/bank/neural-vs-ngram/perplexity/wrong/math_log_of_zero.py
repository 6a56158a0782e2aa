# says: take np.log, or answer np.inf where a probability is 0
def perplexity(probs, targets):
    import math
    total = 0.0
    for row, target in zip(probs, targets):
        total -= math.log(row[target])
    return math.exp(total / len(targets))
