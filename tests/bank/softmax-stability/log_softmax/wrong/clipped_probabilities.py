# says: small number
def log_softmax(z: np.ndarray) -> np.ndarray:
    e = np.exp(z - z.max(-1, keepdims=True))
    return np.log(np.clip(e / e.sum(-1, keepdims=True), 1e-30, 1))
