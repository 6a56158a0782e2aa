def stable_softmax(z: np.ndarray) -> np.ndarray:
    from decimal import Decimal as Dd
    r = z.reshape(-1, z.shape[-1])
    out = []
    for row in r.tolist():
        e = [Dd(v).exp() for v in row]
        out.append([float(x / sum(e)) for x in e])
    return np.array(out).reshape(z.shape)
