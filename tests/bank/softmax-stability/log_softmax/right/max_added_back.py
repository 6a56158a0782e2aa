def log_softmax(z):
    m = np.amax(z, axis=-1, keepdims=True)
    total = m + np.log(np.add.reduce(np.exp(z - m), axis=-1, keepdims=True))
    return z - total
