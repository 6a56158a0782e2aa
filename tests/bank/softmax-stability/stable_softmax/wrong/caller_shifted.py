# says: an in-place operation (`z -= ...`, `z[...] = ...`) writes into
def stable_softmax(z):
    z = np.asarray(z, dtype=float)
    z -= z.max(axis=-1, keepdims=True)
    e = np.exp(z)
    return e / e.sum(axis=-1, keepdims=True)
