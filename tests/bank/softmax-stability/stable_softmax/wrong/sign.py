# says: sign
def stable_softmax(z: np.ndarray) -> np.ndarray:
    e = np.exp(z.min(-1, keepdims=True) - z)
    return e / e.sum(-1, keepdims=True)
