def gradient_norms(weights, x, grad):
    hs = []
    h = x
    for W in weights:
        h = np.tanh(h @ W)
        hs.append(h)
    norms = []
    for i in range(len(weights) - 1, -1, -1):
        grad = grad * (1 - hs[i] ** 2) @ weights[i].T
        norms.insert(0, np.sqrt(np.sum(grad**2)))
    return norms
