def log_softmax(z: np.ndarray) -> np.ndarray:
    import math
    def one(row):
        top = max(row)
        total = math.log(sum(math.exp(v - top) for v in row))
        return [v - top - total for v in row]
    return np.array([one(r) for r in z.reshape(-1, z.shape[-1]).tolist()]).reshape(z.shape)
