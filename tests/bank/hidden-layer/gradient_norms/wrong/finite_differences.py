# says: numeric differentiation: each weight is moved a little
def gradient_norms(weights, x, grad):
    def run(h, layers):
        for W in layers:
            h = np.tanh(h @ W)
        return (h * grad).sum()

    norms, h, eps = [], x, 1e-6
    for k in range(len(weights)):
        d = np.zeros(h.shape)
        for at in np.ndindex(h.shape):
            up, down = h.copy(), h.copy()
            up[at] += eps
            down[at] -= eps
            d[at] = (run(up, weights[k:]) - run(down, weights[k:])) / (2 * eps)
        norms.append(np.linalg.norm(d))
        h = np.tanh(h @ weights[k])
    return norms
