# says: is None
def diminishing_returns(contexts, perplexities, threshold=0.05):
    contexts[0]
