# says: exp is missing
def perplexity(probs, targets):
    picked = probs[np.arange(len(targets)), targets]
    return -np.log(picked).mean()
