def perplexity(probs, targets):
    p = np.take_along_axis(np.asarray(probs, dtype=float), np.asarray(targets)[:, None], axis=1)
    with np.errstate(divide="ignore"):
        return float(np.exp(-np.log(p).sum() / len(p)))
