# says: exp(z_i)
def stable_softmax(z: np.ndarray) -> np.ndarray:
    e = np.exp(np.abs(z) - np.abs(z).max(-1, keepdims=True))
    return e / e.sum(-1, keepdims=True)
