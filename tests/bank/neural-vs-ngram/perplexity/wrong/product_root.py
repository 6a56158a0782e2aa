# says: a model that knows nothing has the perplexity vocab_size, one
def perplexity(probs, targets):
    p = probs[np.arange(len(targets)), targets]
    with np.errstate(divide="ignore"):
        return float(np.prod(1 / p) ** (1 / len(p)))
