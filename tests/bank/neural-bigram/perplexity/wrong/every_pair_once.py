# says: every pair counts once
def perplexity(probs, ids):
    pairs = sorted(set(zip(ids[:-1].tolist(), ids[1:].tolist())))
    return np.exp(-np.mean([np.log(probs[a, b]) for a, b in pairs]))
