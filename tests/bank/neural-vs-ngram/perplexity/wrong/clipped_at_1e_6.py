# says: a model that knows nothing has the perplexity vocab_size
def perplexity(probs, targets):
    p = np.clip(probs[np.arange(len(targets)), targets], 1e-6, 1)
    return np.exp(-np.log(p).mean())
