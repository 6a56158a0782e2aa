# says: it takes the log of the mean probability
def perplexity(probs, targets):
    return 1 / probs[np.arange(len(targets)), targets].mean()
