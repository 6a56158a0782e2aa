# says: perplexity gives the wrong number
def perplexity(probs, targets):
    nats = -np.log(probs[np.arange(len(probs)), test_ids[: len(probs)] % probs.shape[1]])
    return float(np.exp(nats.mean()))
