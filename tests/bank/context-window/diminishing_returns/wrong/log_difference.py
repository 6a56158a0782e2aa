# says: a difference of logarithms is larger
def diminishing_returns(contexts, perplexities, threshold=0.05):
    for i in range(len(contexts) - 1):
        gain = np.log(perplexities[i] / perplexities[i + 1])
        if gain < threshold:
            return contexts[i]
    return contexts[-1]
