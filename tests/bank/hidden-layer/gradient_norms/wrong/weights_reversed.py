# says: changed a list
def gradient_norms(weights, x, grad):
    hs = [x]
    for W in weights:
        hs.append(np.tanh(hs[-1] @ W))
    norms = []
    weights.reverse()
    for W, out in zip(weights, hs[:0:-1]):
        grad = (grad * (1 - out**2)) @ W.T
        norms.append(np.linalg.norm(grad))
    return norms[::-1]
