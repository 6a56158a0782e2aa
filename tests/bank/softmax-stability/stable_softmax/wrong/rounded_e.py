# says: exp(z_i)
def stable_softmax(z: np.ndarray) -> np.ndarray:
    e = 2.718 ** (z - z.max(-1, keepdims=True))
    return e / e.sum(-1, keepdims=True)
