# says: the logits are clipped or rescaled; only a shift, the same for
def stable_softmax(z):
    shifted = np.clip(z - z.max(axis=-1, keepdims=True), -10, 0)
    e = np.exp(shifted)
    return e / e.sum(axis=-1, keepdims=True)
