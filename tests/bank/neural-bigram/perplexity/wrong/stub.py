# says: is not written yet
def perplexity(probs, ids):
    raise NotImplementedError
