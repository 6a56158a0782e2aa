# says: lmcore
def log_softmax(z: np.ndarray) -> np.ndarray:
    import lmcore.softmax
    return lmcore.softmax.log_softmax(z)
