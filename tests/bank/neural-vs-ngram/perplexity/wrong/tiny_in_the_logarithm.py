# says: infinitely surprised
def perplexity(probs, targets):
    return float(np.exp(-np.log(probs[np.arange(len(targets)), targets] + 1e-12).mean()))
