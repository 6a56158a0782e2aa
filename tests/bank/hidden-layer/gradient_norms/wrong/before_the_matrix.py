# says: before tanh
def gradient_norms(weights, x, grad):
    hs = [x]
    for W in weights:
        hs.append(np.tanh(hs[-1] @ W))
    norms = []
    g = grad
    for W, inp, out in zip(weights[::-1], hs[-2::-1], hs[:0:-1]):
        d = g * (1 - out**2)
        g = d @ W.T
        norms.append(np.linalg.norm(d))
    return norms[::-1]
