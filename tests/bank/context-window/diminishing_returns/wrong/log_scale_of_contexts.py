# says: number of doublings
def diminishing_returns(contexts, perplexities, threshold=0.05):
    for i in range(len(contexts) - 1):
        gain = (perplexities[i] - perplexities[i + 1]) / perplexities[i]
        if gain / np.log2(contexts[i + 1] / contexts[i]) < threshold:
            return contexts[i]
    return contexts[-1]
