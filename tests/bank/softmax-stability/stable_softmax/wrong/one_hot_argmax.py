# says: hard maximum
def stable_softmax(z: np.ndarray) -> np.ndarray:
    return (z == z.max(-1, keepdims=True)).astype(float)
