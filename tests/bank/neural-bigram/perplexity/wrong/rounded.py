# says: rounded
def perplexity(probs, ids):
    picked = probs[ids[:-1], ids[1:]]
    return round(float(np.exp(-np.log(picked).mean())))
