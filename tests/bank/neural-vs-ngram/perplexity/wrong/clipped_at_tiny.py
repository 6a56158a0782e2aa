# says: infinitely surprised
def perplexity(probs, targets):
    picked = np.maximum(probs[np.arange(len(targets)), targets], 1e-300)
    return float(np.exp(-np.log(picked).mean()))
