# says: the biases are multiplied
def collapse(weights, biases):
    W, b = weights[0], biases[0]
    for M, c in zip(weights[1:], biases[1:]):
        W = W @ M
        b = b * c if b.shape == c.shape else b @ M + c
    return W, b
