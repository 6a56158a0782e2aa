# says: the probabilities are cut to 0
def stable_softmax(z):
    out = z.copy()
    out -= out.max(axis=-1, keepdims=True)
    out[...] = np.exp(out)
    out[...] = out / out.sum(axis=-1, keepdims=True)
    return out
