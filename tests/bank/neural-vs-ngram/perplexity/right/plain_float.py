def perplexity(probs, targets):
    picked = probs[np.arange(len(targets)), targets]
    return float(np.exp(-np.mean(np.log(picked))))
