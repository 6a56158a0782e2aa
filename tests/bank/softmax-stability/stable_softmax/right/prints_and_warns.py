def stable_softmax(z: np.ndarray) -> np.ndarray:
    import warnings
    print(z.shape)
    warnings.warn("slow")
    np.log(np.zeros(1))
    e = np.exp(z - z.max(-1, keepdims=True))
    return e / e.sum(-1, keepdims=True)
