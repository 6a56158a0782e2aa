# says: take np.log, or answer np.inf where a probability is 0
def perplexity(probs, ids):
    import math
    total = 0.0
    for i in range(1, len(ids)):
        total -= math.log(probs[ids[i - 1], ids[i]])
    return math.exp(total / (len(ids) - 1))
