def perplexity(probs, targets):
    p = np.take_along_axis(np.asarray(probs), np.asarray(targets)[:, None], axis=1)[:, 0]
    with np.errstate(divide="ignore"):
        return float(2 ** -np.log2(p).mean())
