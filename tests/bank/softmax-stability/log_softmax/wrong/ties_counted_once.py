# says: stay in logs
def log_softmax(z: np.ndarray) -> np.ndarray:
    m = z.max(-1, keepdims=True)
    e = np.where(z == m, 0, np.exp(z - m))
    return z - m - np.log1p(e.sum(-1, keepdims=True))
