# says: kept between calls
def stable_softmax(z: np.ndarray) -> np.ndarray:
    c = stable_softmax.__dict__.setdefault('c', {})
    b = c.setdefault(z.shape, np.empty(z.shape))
    np.exp(z - z.max(-1, keepdims=True), out=b)
    b /= b.sum(-1, keepdims=True)
    return b
