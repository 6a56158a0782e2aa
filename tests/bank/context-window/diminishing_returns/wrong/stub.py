# says: is not written yet
def diminishing_returns(contexts, perplexities, threshold=0.05):
    raise NotImplementedError
