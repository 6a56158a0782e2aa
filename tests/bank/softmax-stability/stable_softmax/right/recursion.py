def stable_softmax(z: np.ndarray) -> np.ndarray:
    if z.ndim > 1:
        return np.array([stable_softmax(row) for row in z])
    e = np.exp(z - z.max())
    return e / e.sum()
