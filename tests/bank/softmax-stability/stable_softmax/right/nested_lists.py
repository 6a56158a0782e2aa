def stable_softmax(z: np.ndarray) -> np.ndarray:
    def s(z):
        if isinstance(z[0], list):
            return [s(r) for r in z]
        import math
        m = max(z); e = [math.exp(v - m) for v in z]; t = sum(e)
        return [v / t for v in e]
    return s(z.tolist())
