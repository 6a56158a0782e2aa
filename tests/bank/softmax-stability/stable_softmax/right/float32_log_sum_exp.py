def stable_softmax(z: np.ndarray) -> np.ndarray:
    z = z.astype(np.float32)
    m = z.max(-1, keepdims=True)
    return np.exp(z - (m + np.log(np.exp(z - m).sum(-1, keepdims=True))))
