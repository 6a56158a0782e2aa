def perplexity(probs, ids):
    counts = np.zeros(probs.shape)
    for before, after in zip(ids[:-1], ids[1:]):
        counts[before, after] += 1
    seen = counts > 0
    with np.errstate(divide="ignore"):
        nats = -np.log(probs[seen])
    return np.exp((counts[seen] * nats).sum() / counts.sum())
