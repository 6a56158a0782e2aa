# says: largest logit
def stable_softmax(z: np.ndarray) -> np.ndarray:
    e = np.exp(z - z[..., :1])
    return e / e.sum(axis=-1, keepdims=True)
