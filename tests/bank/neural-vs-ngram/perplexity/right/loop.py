def perplexity(probs, targets):
    total = 0.0
    for row, target in zip(probs, targets):
        total -= np.log(row[target])
    return np.exp(total / len(targets))
