def stable_softmax(z: np.ndarray) -> np.ndarray:
    top = np.maximum.reduce(z, axis=-1)
    shifted = np.subtract(z, np.expand_dims(top, -1))
    w = np.exp(shifted)
    return np.divide(w, np.expand_dims(np.add.reduce(w, axis=-1), -1))
