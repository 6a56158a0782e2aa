# says: exp(z_i)
def stable_softmax(z: np.ndarray) -> np.ndarray:
    s = z - z.min(-1, keepdims=True)
    return s / s.sum(-1, keepdims=True)
