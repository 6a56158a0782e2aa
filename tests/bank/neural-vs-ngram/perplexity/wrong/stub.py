# says: is not written yet
def perplexity(probs, targets):
    raise NotImplementedError
