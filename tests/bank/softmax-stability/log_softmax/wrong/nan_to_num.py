# says: small number
def log_softmax(z: np.ndarray) -> np.ndarray:
    e = np.exp(z - z.max(-1, keepdims=True))
    return np.nan_to_num(np.log(e / e.sum(-1, keepdims=True)))
