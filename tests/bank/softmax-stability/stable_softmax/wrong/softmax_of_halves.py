# says: exp(z_i) / sum_j exp(z_j)
def stable_softmax(z: np.ndarray) -> np.ndarray:
    e = np.exp((z - z.max(axis=-1, keepdims=True)) / 2)
    return e / e.sum(axis=-1, keepdims=True)
