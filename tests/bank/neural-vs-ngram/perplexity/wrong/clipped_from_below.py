# says: A small number in the logarithm, or a clip
def perplexity(probs, targets):
    p = np.clip(probs[np.arange(len(targets)), targets], 1e-9, 1)
    return float(np.exp(-np.log(p).mean()))
