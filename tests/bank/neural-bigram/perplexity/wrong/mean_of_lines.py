# says: take one mean of all losses
def perplexity(probs, ids):
    nats = -np.log(probs[ids[:-1], ids[1:]])
    pieces = [nats[i : i + 20] for i in range(0, len(nats), 20)]
    return float(np.mean([np.exp(p.mean()) for p in pieces]))
