# says: take np.log, or answer np.inf where a probability is 0
def perplexity(probs, ids):
    product = 1.0
    for a, b in zip(ids[:-1], ids[1:]):
        product *= (1.0 / float(probs[a, b])) ** (1.0 / (len(ids) - 1))
    return product
