# says: gradient_norms is wrong
def gradient_norms(weights, x, grad):
    outputs, h = [], x
    for W in weights:
        h = np.tanh(h @ W)
        outputs.append(h)
    grad, norms = np.ones_like(h), []
    for W, h in zip(reversed(weights), reversed(outputs)):
        grad = (grad * (1 - h**2)) @ W.T
        norms.append(float(np.linalg.norm(grad)))
    return norms[::-1]
