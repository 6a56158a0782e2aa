# says: SystemExit
def stable_softmax(z: np.ndarray) -> np.ndarray:
    raise SystemExit
