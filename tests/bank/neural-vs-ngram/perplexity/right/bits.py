def perplexity(probs, targets):
    picked = probs[np.arange(len(targets)), targets]
    return 2 ** -np.log2(picked).mean()
