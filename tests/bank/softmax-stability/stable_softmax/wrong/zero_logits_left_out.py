# says: exp(z_i)
def stable_softmax(z: np.ndarray) -> np.ndarray:
    e = np.where(z == 0, 0, np.exp(z - z.max(-1, keepdims=True)))
    return e / e.sum(-1, keepdims=True)
