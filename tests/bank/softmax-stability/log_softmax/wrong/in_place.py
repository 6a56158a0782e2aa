# says: changed an array
def log_softmax(z: np.ndarray) -> np.ndarray:
    z -= z.max(-1, keepdims=True)
    z -= np.log(np.exp(z).sum(-1, keepdims=True))
    return z
