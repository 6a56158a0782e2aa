# says: the matrix is not transposed: backwards the gradient is
def gradient_norms(weights, x, grad):
    hs = [x]
    for W in weights:
        hs.append(np.tanh(hs[-1] @ W))
    out = []
    for W, h in zip(weights[::-1], hs[:0:-1]):
        grad = (grad * (1 - h**2)) @ W
        out.append(np.linalg.norm(grad))
    return out[::-1]
