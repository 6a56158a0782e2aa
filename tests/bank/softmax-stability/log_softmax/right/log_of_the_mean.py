def log_softmax(z: np.ndarray) -> np.ndarray:
    m = z.max(axis=-1, keepdims=True)
    return z - m - np.log(np.exp(z - m).mean(axis=-1, keepdims=True)) - np.log(z.shape[-1])
