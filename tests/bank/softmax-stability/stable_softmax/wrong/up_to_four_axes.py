# says: raised
def stable_softmax(z: np.ndarray) -> np.ndarray:
    if z.ndim > 4:
        raise ValueError('too many axes')
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)
