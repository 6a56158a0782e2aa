# says: the logits are whole numbers here, and an array made like them
def stable_softmax(z):
    out = np.empty_like(z)
    for i in np.ndindex(z.shape[:-1]):
        e = np.exp(z[i] - z[i].max())
        out[i] = e / e.sum()
    return out
