def perplexity(probs, ids):
    counts = np.zeros(np.shape(probs))
    np.add.at(counts, (ids[:-1], ids[1:]), 1)
    came = counts > 0
    with np.errstate(divide="ignore"):
        surprise = -np.log(probs[came])
    return float(np.exp((counts[came] * surprise).sum() / counts.sum()))
