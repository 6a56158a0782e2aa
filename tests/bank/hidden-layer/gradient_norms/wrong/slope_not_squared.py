# says: the slope is taken as 1 - tanh; it is 1 - tanh²
def gradient_norms(weights, x, grad):
    hs = [x]
    for W in weights:
        hs.append(np.tanh(hs[-1] @ W))
    out = []
    for W, h in zip(weights[::-1], hs[:0:-1]):
        grad = (grad * (1 - h)) @ W.T
        out.append(np.linalg.norm(grad))
    return out[::-1]
