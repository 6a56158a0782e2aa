# says: raised
def log_softmax(z: np.ndarray) -> np.ndarray:
    s = z - z.max(-1)
    return s - np.log(np.exp(s).sum(-1))
