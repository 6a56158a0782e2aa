def log_softmax(z: np.ndarray) -> np.ndarray:
    out = np.empty(z.shape)
    for i in np.ndindex(z.shape[:-1]):
        s = z[i] - z[i].max()
        out[i] = s - np.log(np.exp(s).sum())
    return out
