def log_softmax(z: np.ndarray) -> np.ndarray:
    z = z.astype(np.float32)
    return z - np.logaddexp.reduce(z, axis=-1, keepdims=True)
