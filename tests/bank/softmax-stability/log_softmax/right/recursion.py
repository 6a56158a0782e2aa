def log_softmax(z: np.ndarray) -> np.ndarray:
    if z.ndim > 1:
        return np.stack([log_softmax(row) for row in z])
    top = z.max()
    return z - (top + np.log(np.exp(z - top).sum()))
