def stable_softmax(z):
    out = np.array(z, dtype=float, copy=True)
    out -= out.max(axis=-1)[..., None]
    np.exp(out, out=out)
    out /= out.sum(axis=-1)[..., None]
    return out
