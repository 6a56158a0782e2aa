# says: log(sum_j
def log_softmax(z: np.ndarray) -> np.ndarray:
    s = z - z.max(axis=-1, keepdims=True)
    return np.round(s - np.log(np.exp(s).sum(axis=-1, keepdims=True)), 4)
