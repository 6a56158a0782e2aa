# says: log softmax is z_i - log(sum_j exp(z_j)) along the last axis
def log_softmax(z):
    z = z - z.max(axis=-1, keepdims=True)
    return z - np.log(np.exp(z).sum())
