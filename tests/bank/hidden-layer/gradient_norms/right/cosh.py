def gradient_norms(weights, x, grad):
    zs, h = [], x
    for W in weights:
        zs.append(h @ W)
        h = np.tanh(zs[-1])
    norms = np.zeros(len(weights))
    for i in reversed(range(len(weights))):
        grad = (grad / np.cosh(zs[i]) ** 2) @ weights[i].T
        norms[i] = np.linalg.norm(grad)
    return norms
