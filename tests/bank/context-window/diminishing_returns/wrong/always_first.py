# says: as if no step paid
def diminishing_returns(contexts, perplexities, threshold=0.05):
    return contexts[0]
