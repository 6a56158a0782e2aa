def stable_softmax(z: np.ndarray) -> np.ndarray:
    import math
    def one(row):
        top = max(row)
        e = [math.exp(v - top) for v in row]
        return [v / sum(e) for v in e]
    return np.array([one(r) for r in z.reshape(-1, z.shape[-1]).tolist()]).reshape(z.shape)
