def gradient_norms(weights, x, grad):
    hs = [x]
    for W in weights:
        hs.append(np.tanh(hs[-1] @ W))
    norms = {}
    g = grad
    for i in range(len(weights))[::-1]:
        g = (g - g * hs[i + 1] ** 2) @ weights[i].T
        norms[i] = np.linalg.norm(g.ravel())
    return [norms[i] for i in sorted(norms)]
