def gradient_norms(weights, x, grad):
    def pull(layers, h):
        if not layers:
            return grad, []
        out = np.tanh(np.matmul(h, layers[0]))
        g, later = pull(layers[1:], out)
        g = (g * (1 - out * out)) @ layers[0].T
        return g, [np.linalg.norm(g)] + later

    return pull(list(weights), x)[1]
