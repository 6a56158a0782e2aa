# says: log(sum_j
def log_softmax(z: np.ndarray) -> np.ndarray:
    s = z - z.max(-1, keepdims=True)
    return s - np.log2(np.exp(s).sum(-1, keepdims=True))
