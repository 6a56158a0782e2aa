# says: the first token counts as a uniform guess
def perplexity(probs, ids):
    nats = [np.log(len(probs))]
    for before, after in zip(ids[:-1], ids[1:]):
        nats.append(-np.log(probs[before, after]))
    return float(np.exp(np.mean(nats)))
