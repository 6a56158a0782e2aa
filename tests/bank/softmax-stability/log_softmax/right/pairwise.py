def log_softmax(z: np.ndarray) -> np.ndarray:
    d = z[..., None, :] - z[..., :, None]
    m = d.max(-1, keepdims=True)
    return -(m[..., 0] + np.log(np.exp(d - m).sum(-1)))
