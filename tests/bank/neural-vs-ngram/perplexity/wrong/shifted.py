# says: shifted by one against the predictions
def perplexity(probs, targets):
    picked = probs[np.arange(len(targets) - 1), targets[1:]]
    return np.exp(-np.log(picked).mean())
