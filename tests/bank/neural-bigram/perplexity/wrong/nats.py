# says: exp is missing
def perplexity(probs, ids):
    picked = probs[ids[:-1], ids[1:]]
    return -np.log(picked).mean()
