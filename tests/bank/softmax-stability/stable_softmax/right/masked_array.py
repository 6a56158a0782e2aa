def stable_softmax(z: np.ndarray) -> np.ndarray:
    z = np.ma.masked_array(z)
    e = np.ma.exp(z - z.max(axis=-1)[..., None])
    return e / e.sum(axis=-1)[..., None]
