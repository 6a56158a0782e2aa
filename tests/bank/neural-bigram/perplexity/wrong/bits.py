# says: mean loss in bits
def perplexity(probs, ids):
    picked = probs[ids[:-1], ids[1:]]
    return -np.log2(picked).mean()
