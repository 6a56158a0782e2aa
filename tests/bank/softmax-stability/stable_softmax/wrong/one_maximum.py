# says: every row needs its own maximum (axis=-1, keepdims=True)
def stable_softmax(z):
    e = np.exp(z - np.max(z))
    return e / e.sum(axis=-1, keepdims=True)
