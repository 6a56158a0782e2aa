def gradient_norms(weights, x, grad):
    hs = [x]
    for W in weights:
        hs.append(np.tanh(hs[-1] @ W))
    result = [0.0] * len(weights)
    for layer in range(len(weights))[::-1]:
        delta = grad - grad * hs[layer + 1] ** 2
        grad = delta @ weights[layer].T
        result[layer] = np.linalg.norm(grad.ravel())
    return result
