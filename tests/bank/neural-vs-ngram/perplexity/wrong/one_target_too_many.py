# says: it divides by one more than the number of targets
def perplexity(probs, targets):
    nats = -np.log(probs[np.arange(len(targets)), targets])
    return float(np.exp(nats.sum() / (len(targets) + 1)))
