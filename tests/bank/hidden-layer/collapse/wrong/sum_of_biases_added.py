# says: the numbers of the earlier biases are added up and put on top
def collapse(weights, biases):
    W = weights[0]
    b = biases[0].astype(float)
    for M, c in zip(weights[1:], biases[1:]):
        W = W @ M
        b = b @ M + c
    b = b + sum(c.sum() for c in biases[:-1])
    return W, b
