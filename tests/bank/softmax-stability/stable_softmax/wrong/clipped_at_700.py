# says: the logits are clipped or rescaled
def stable_softmax(z):
    e = np.exp(np.clip(z, -700, 700))
    return e / e.sum(axis=-1, keepdims=True)
