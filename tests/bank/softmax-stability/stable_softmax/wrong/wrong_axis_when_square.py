# says: wrong axis
def stable_softmax(z: np.ndarray) -> np.ndarray:
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    if e.ndim > 1 and e.shape[0] == e.shape[1]:
        return e / e.sum(0)
    return e / e.sum(-1, keepdims=True)
