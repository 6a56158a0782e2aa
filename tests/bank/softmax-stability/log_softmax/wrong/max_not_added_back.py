# says: not off the logits
def log_softmax(z: np.ndarray) -> np.ndarray:
    top = z.max(-1, keepdims=True)
    return z - np.log(np.exp(z - top).sum(-1, keepdims=True))
