# says: hands the work to scipy
def log_softmax(z: np.ndarray) -> np.ndarray:
    from scipy.special import logsumexp
    return z - logsumexp(z, axis=-1, keepdims=True)
