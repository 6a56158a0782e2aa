def gradient_norms(weights, x, grad):
    hs = [x]
    for W in weights:
        hs.append(np.tanh(hs[-1] @ W))
    total = np.zeros(len(weights))
    for r in range(len(x)):
        g = grad[r]
        for i in range(len(weights) - 1, -1, -1):
            g = weights[i] @ (g * (1 - hs[i + 1][r] ** 2))
            total[i] += g @ g
    return np.sqrt(total)
