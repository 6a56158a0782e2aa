def perplexity(probs, targets):
    n = len(targets)
    result = 1.0
    for row, target in zip(probs, targets):
        p = float(row[target])
        if p == 0:
            return np.inf
        result *= p ** (-1 / n)
    return result
