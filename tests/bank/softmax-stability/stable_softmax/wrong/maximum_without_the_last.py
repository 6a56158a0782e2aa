# says: largest logit
def stable_softmax(z: np.ndarray) -> np.ndarray:
    e = np.exp(z - z[..., :-1].max(-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)
