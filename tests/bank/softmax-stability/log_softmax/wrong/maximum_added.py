# says: along the last axis
def log_softmax(z: np.ndarray) -> np.ndarray:
    m = z.max(axis=-1, keepdims=True)
    return z + m - np.log(np.exp(z - m).sum(axis=-1, keepdims=True))
