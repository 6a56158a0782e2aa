# says: lmcore
def log_softmax(z: np.ndarray) -> np.ndarray:
    import lmcore.nn.softmax
    return lmcore.nn.softmax.log_softmax(z)
