def collapse(weights, biases):
    W, b = weights[0], biases[0]
    for M, c in zip(weights[1:], biases[1:]):
        b = b @ M + c
        W = W @ M
    return W, b
