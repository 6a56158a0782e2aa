def stable_softmax(z: np.ndarray) -> np.ndarray:
    def one(row):
        e = np.exp(row - max(row))
        return e / e.sum()
    return np.apply_along_axis(one, -1, z)
