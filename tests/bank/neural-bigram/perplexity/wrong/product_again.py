# says: a model that knows nothing has the perplexity vocab_size, one
def perplexity(probs, ids):
    product = np.prod(probs[ids[:-1], ids[1:]])
    return product ** (-1 / (len(ids) - 1))
