# says: push an input of zeros through the layers
def collapse(weights, biases):
    W = weights[0]
    b = biases[0].astype(float)
    for M, c in zip(weights[1:], biases[1:]):
        W = W @ M
        b = b @ M + c
    b = b + sum(c.sum() for c in biases[:-1])
    return W, b
