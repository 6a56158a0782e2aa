# says: it divides by the number of tokens
def perplexity(probs, ids):
    nats = -np.log(probs[ids[:-1], ids[1:]]).sum()
    return np.exp(nats / len(ids))
