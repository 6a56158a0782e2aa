# says: raised
def log_softmax(z: np.ndarray) -> np.ndarray:
    if z.ndim > 4:
        raise ValueError('no')
    s = z - z.max(axis=-1, keepdims=True)
    return s - np.log(np.exp(s).sum(axis=-1, keepdims=True))
