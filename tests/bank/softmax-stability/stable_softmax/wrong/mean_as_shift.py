# says: exp overflows (or every term underflows to 0) before the
def stable_softmax(z):
    e = np.exp(z - z.mean(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)
