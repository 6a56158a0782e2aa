# says: never takes exp
def stable_softmax(z: np.ndarray) -> np.ndarray:
    return z / z.sum(-1, keepdims=True)
