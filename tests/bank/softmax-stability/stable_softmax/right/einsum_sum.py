def stable_softmax(z: np.ndarray) -> np.ndarray:
    e = np.exp(z - np.amax(z, axis=-1, keepdims=True))
    return e / np.einsum("...v->...", e)[..., np.newaxis]
