def stable_softmax(z: np.ndarray) -> np.ndarray:
    e = np.exp(z - np.max(z, axis=-1)[..., None])
    return e / np.sum(e, axis=-1)[..., None]
