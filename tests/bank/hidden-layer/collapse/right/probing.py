def collapse(weights, biases):
    def network(h):
        for W, b in zip(weights, biases):
            h = h @ W + b
        return h

    n_in = weights[0].shape[0]
    b = network(np.zeros((1, n_in)))[0]
    return network(np.eye(n_in)) - b, b
