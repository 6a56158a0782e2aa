# says: not transposed
def gradient_norms(weights, x, grad):
    hs = [x]
    for W in weights:
        hs.append(np.tanh(hs[-1] @ W))
    norms = []
    g = grad
    for W, inp, out in zip(weights[::-1], hs[-2::-1], hs[:0:-1]):
        g = (g * (1 - out**2)) @ W
        norms.append(np.linalg.norm(g))
    return norms[::-1]
