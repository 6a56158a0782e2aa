# says: the norm is divided by the number of entries, or a root mean
def gradient_norms(weights, x, grad):
    hs = [x]
    for W in weights:
        hs.append(np.tanh(hs[-1] @ W))
    out = []
    for W, h in zip(weights[::-1], hs[:0:-1]):
        grad = (grad * (1 - h**2)) @ W.T
        out.append(np.sqrt(np.mean(grad**2)))
    return out[::-1]
