# says: a small number is added inside the logarithm
def log_softmax(z):
    s = z - z.max(axis=-1, keepdims=True)
    return np.maximum(s - np.log(np.exp(s).sum(axis=-1, keepdims=True)), -100)
