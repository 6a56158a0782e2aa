# says: kept between calls
def stable_softmax(z: np.ndarray) -> np.ndarray:
    results = stable_softmax.__dict__.setdefault("results", {})
    result = results.setdefault(z.shape, np.empty(z.shape))
    shifted = z - z.max(axis=-1, keepdims=True)
    powers = np.exp(shifted)
    np.divide(powers, powers.sum(axis=-1, keepdims=True), out=result)
    return result
