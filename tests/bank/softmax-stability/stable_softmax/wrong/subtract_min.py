# says: largest logit
def stable_softmax(z: np.ndarray) -> np.ndarray:
    e = np.exp(z - z.min(-1, keepdims=True))
    return e / e.sum(-1, keepdims=True)
