# says: exp(z_i)
def stable_softmax(z: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-z))
