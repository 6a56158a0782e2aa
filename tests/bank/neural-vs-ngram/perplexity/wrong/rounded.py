# says: it is rounded
def perplexity(probs, targets):
    picked = probs[np.arange(len(targets)), targets]
    return round(float(np.exp(-np.log(picked).mean())))
