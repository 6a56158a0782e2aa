def collapse(weights, biases):
    W, b = weights[-1], biases[-1]
    for M, c in zip(weights[-2::-1], biases[-2::-1]):
        b = c @ W + b
        W = M @ W
    return W, b
