# says: the sum runs over the wrong axis: softmax works along the last
def log_softmax(z):
    axis = min(z.ndim - 1, 1)
    s = z - z.max(axis=axis, keepdims=True)
    return s - np.log(np.exp(s).sum(axis=axis, keepdims=True))
