def gradient_norms(weights, x, grad):
    hs = [x]
    for W in weights:
        hs.append(np.tanh(hs[-1] @ W))
    norms = []
    g = grad
    for W, inp, out in zip(weights[::-1], hs[-2::-1], hs[:0:-1]):
        g = np.einsum('bo,io->bi', g * (1 - np.square(out)), W)
        norms.append(float(np.sqrt(np.einsum('bi,bi->', g, g))))
    return norms[::-1]
