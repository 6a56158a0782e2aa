def log_softmax(z: np.ndarray) -> np.ndarray:
    s = np.ma.masked_array(z) - z.max(-1, keepdims=True)
    return s - np.ma.log(np.ma.exp(s).sum(-1, keepdims=True))
