# says: hands the work to scipy
def log_softmax(z: np.ndarray) -> np.ndarray:
    from scipy.special import log_softmax as given
    return given(z, axis=-1)
