# says: perplexity gives the wrong number
def perplexity(probs, ids):
    p = [probs[ids[0], ids[1]]] + [probs[a, b] for a, b in zip(ids[:-1], ids[1:])]
    return np.exp(-np.mean(np.log(p)))
