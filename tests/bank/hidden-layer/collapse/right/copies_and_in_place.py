def collapse(weights, biases):
    W, b = weights[0].copy(), biases[0].copy()
    for M, c in zip(weights[1:], biases[1:]):
        W = W.dot(M)
        b = b.dot(M)
        b += c
    return W, b
