# says: clipped
def log_softmax(z: np.ndarray) -> np.ndarray:
    z = np.clip(z, -500, 500)
    s = z - z.max(-1, keepdims=True)
    return s - np.log(np.exp(s).sum(-1, keepdims=True))
