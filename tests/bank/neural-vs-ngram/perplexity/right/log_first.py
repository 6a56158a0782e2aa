def perplexity(probs, targets):
    log_p = np.full(probs.shape, -np.inf)
    np.log(probs, out=log_p, where=probs > 0)
    return np.exp(-log_p[np.arange(len(targets)), targets].mean())
