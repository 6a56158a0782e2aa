# says: clipped
def stable_softmax(z: np.ndarray) -> np.ndarray:
    e = np.exp(np.clip(z, -100, 100))
    return e / e.sum(-1, keepdims=True)
