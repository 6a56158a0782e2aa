def perplexity(probs, targets):
    picked = probs[np.arange(len(targets)), targets]
    return np.array(np.exp(-np.log(picked).mean()))
