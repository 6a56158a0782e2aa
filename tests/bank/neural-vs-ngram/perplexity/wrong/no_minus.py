# says: the minus sign is missing
def perplexity(probs, targets):
    picked = probs[np.arange(len(targets)), targets]
    return np.exp(np.log(picked).mean())
