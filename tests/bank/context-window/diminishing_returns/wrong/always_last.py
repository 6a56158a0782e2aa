# says: diminishing_returns names
def diminishing_returns(contexts, perplexities, threshold=0.05):
    return contexts[-1]
