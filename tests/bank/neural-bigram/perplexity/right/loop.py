def perplexity(probs, ids):
    total = 0.0
    for i in range(1, len(ids)):
        total -= np.log(probs[ids[i - 1], ids[i]])
    return np.exp(total / (len(ids) - 1))
