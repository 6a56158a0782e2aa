# says: the arithmetic mean
def perplexity(probs, targets):
    picked = probs[np.arange(len(targets)), targets]
    return (1 / picked).mean()
