def collapse(weights, biases):
    def network(h):
        for M, c in zip(weights, biases):
            h = h @ M + c
        return h

    d = weights[0].shape[0]
    b = network(np.zeros(d))
    W = network(np.eye(d)) - b
    return W, b
