# says: mean loss in bits
def perplexity(probs, targets):
    picked = probs[np.arange(len(targets)), targets]
    return -np.log2(picked).mean()
