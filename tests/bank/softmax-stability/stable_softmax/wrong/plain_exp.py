# says: not normalized
def stable_softmax(z: np.ndarray) -> np.ndarray:
    return np.exp(z)
