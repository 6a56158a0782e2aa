def perplexity(probs, targets):
    picked = probs[np.arange(len(targets)), targets]
    return 10 ** -np.log10(picked).mean()
