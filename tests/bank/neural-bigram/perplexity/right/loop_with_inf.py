import math


def perplexity(probs, ids):
    nats = 0.0
    for before, after in zip(ids[:-1], ids[1:]):
        p = probs[before][after]
        if p == 0:
            return math.inf
        nats -= math.log(p)
    return math.exp(nats / (len(ids) - 1))
