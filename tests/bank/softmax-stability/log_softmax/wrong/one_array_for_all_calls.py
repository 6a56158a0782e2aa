# says: kept between calls
def log_softmax(z: np.ndarray) -> np.ndarray:
    results = log_softmax.__dict__.setdefault("results", {})
    result = results.setdefault(z.shape, np.empty(z.shape))
    shifted = z - z.max(axis=-1, keepdims=True)
    np.subtract(shifted, np.log(np.exp(shifted).sum(axis=-1, keepdims=True)), out=result)
    return result
