def stable_softmax(z: np.ndarray) -> np.ndarray:
    e = np.exp(z.T - z.T.max(axis=0))
    return (e / e.sum(axis=0)).T
