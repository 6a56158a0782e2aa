# says: exp overflows (or every term underflows to 0) before the
def stable_softmax(z):
    if z.max() > 700:
        z = z - z.max(axis=-1, keepdims=True)
    e = np.exp(z)
    return e / e.sum(axis=-1, keepdims=True)
