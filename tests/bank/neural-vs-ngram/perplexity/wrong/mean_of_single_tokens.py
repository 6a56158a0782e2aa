# says: it is the mean of 1 / p, the arithmetic mean
def perplexity(probs, targets):
    nats = -np.log(probs[np.arange(len(targets)), targets])
    return float(np.mean(np.exp(nats)))
