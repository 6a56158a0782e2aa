def stable_softmax(z: np.ndarray) -> np.ndarray:
    z = z.astype(np.float32)
    e = np.exp2((z - z.max(-1, keepdims=True)) * np.float32(np.log2(np.e)))
    return e / e.sum(-1, keepdims=True)
