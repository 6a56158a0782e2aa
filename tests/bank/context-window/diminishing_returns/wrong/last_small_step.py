# says: the last small step
def diminishing_returns(contexts, perplexities, threshold=0.05):
    answer = contexts[-1]
    for i in range(len(contexts) - 1):
        if (perplexities[i] - perplexities[i + 1]) / perplexities[i] < threshold:
            answer = contexts[i]
    return answer
