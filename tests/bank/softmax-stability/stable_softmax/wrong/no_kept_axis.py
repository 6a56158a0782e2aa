# says: two shapes do not fit together: write the shape at each line's
def stable_softmax(z):
    e = np.exp(z - z.max(axis=-1))
    return e / e.sum(axis=-1, keepdims=True)
