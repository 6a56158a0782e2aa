# says: raised
def stable_softmax(z: np.ndarray) -> np.ndarray:
    e = np.exp(z - max(z))
    return e / sum(e)
