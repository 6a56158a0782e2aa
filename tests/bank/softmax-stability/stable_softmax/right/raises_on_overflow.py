def stable_softmax(z: np.ndarray) -> np.ndarray:
    with np.errstate(over='raise', invalid='raise'):
        e = np.exp(z - z.max(-1, keepdims=True))
        return e / e.sum(-1, keepdims=True)
