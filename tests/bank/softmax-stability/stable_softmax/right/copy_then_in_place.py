def stable_softmax(z: np.ndarray) -> np.ndarray:
    z = z.astype(float)
    z -= z.max(axis=-1, keepdims=True)
    np.exp(z, out=z)
    z /= z.sum(axis=-1, keepdims=True)
    return z
