def log_softmax(z: np.ndarray) -> np.ndarray:
    z = z.astype(np.float32)
    s = z - z.max(-1, keepdims=True)
    return s - np.log(np.exp(s).sum(-1, keepdims=True))
