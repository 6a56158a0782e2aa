import math


def perplexity(probs, targets):
    nats = []
    for row, target in zip(probs, targets):
        if row[target] <= 0:
            return np.inf
        nats.append(-math.log(row[target]))
    return math.exp(math.fsum(nats) / len(nats))
