# says: divides by the size of the vocabulary
def perplexity(probs, targets):
    picked = probs[np.arange(len(targets)), targets]
    return np.exp(-np.log(picked).sum() / probs.shape[1])
