# says: one maximum is taken over the whole array
def stable_softmax(z: np.ndarray) -> np.ndarray:
    e = np.exp(z - z.max())
    return e / e.sum(axis=-1, keepdims=True)
