# says: the minus sign is missing
def perplexity(probs, ids):
    picked = probs[ids[:-1], ids[1:]]
    return np.exp(np.log(picked).mean())
