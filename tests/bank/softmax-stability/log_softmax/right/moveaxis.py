def log_softmax(z: np.ndarray) -> np.ndarray:
    z = np.moveaxis(z, -1, 0)
    s = z - z.max(0)
    return np.moveaxis(s - np.log(np.exp(s).sum(0)), 0, -1)
