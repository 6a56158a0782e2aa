# says: replaced
def log_softmax(z: np.ndarray) -> np.ndarray:
    e = np.exp(z - z.max(-1, keepdims=True))
    l = np.log(e / e.sum(-1, keepdims=True))
    l[np.isinf(l)] = -1e9
    return l
