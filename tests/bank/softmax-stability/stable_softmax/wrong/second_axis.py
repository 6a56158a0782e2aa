# says: the sum runs over the wrong axis: softmax works along the last
def stable_softmax(z):
    axis = 0 if z.ndim == 1 else 1
    e = np.exp(z - z.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)
