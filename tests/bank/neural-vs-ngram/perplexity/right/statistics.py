def perplexity(probs, targets):
    from statistics import geometric_mean
    picked = probs[np.arange(len(targets)), targets]
    return 1 / geometric_mean(picked.tolist()) if picked.all() else np.inf
