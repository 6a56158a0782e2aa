# says: log(sum_j
def log_softmax(z: np.ndarray) -> np.ndarray:
    return np.log(np.abs(z)) - np.log(np.abs(z).sum(-1, keepdims=True))
