# says: array of whole numbers cannot take in fractions
def stable_softmax(z: np.ndarray) -> np.ndarray:
    z = z.copy()
    z -= z.max(axis=-1, keepdims=True)
    np.exp(z, out=z)
    z /= z.sum(axis=-1, keepdims=True)
    return z
