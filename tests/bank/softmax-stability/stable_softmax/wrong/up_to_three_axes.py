# says: shape of the logits
def stable_softmax(z: np.ndarray) -> np.ndarray:
    if z.ndim > 3:
        z = z.reshape(-1, *z.shape[-2:])
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)
