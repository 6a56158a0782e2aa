# says: forward order
def gradient_norms(weights, x, grad):
    hs = [x]
    for W in weights:
        hs.append(np.tanh(hs[-1] @ W))
    norms = []
    g = grad
    for W, out in zip(weights, hs[1:]):
        g = (g * (1 - out**2)) @ W.T
        norms.append(np.linalg.norm(g))
    return norms
