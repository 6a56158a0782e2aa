def log_softmax(z: np.ndarray) -> np.ndarray:
    s = z.T - z.T.max(0)
    return (s - np.log(np.exp(s).sum(0))).T
