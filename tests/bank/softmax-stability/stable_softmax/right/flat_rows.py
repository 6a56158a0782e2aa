def stable_softmax(z):
    shape = z.shape
    rows = z.reshape(-1, shape[-1])
    e = np.exp((rows.T - rows.max(axis=1)).T.astype(np.float32))
    return (e / np.einsum("rv->r", e)[:, np.newaxis]).reshape(shape)
