# says: every pair counts once, however often it occurs
def perplexity(probs, ids):
    pairs = set(zip(ids[:-1].tolist(), ids[1:].tolist()))
    logs = [np.log(probs[v, w]) for v, w in pairs]
    return np.exp(-np.mean(logs))
