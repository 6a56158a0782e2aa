# says: the logits are whole numbers here, and an array made like them
def log_softmax(z):
    out = np.zeros_like(z)
    m = z.max(axis=-1, keepdims=True)
    out[...] = z - m - np.log(np.exp(z - m).sum(axis=-1, keepdims=True))
    return out
