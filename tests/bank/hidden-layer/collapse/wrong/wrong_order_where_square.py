# says: wrong order
def collapse(weights, biases):
    square = all(M.shape == weights[0].shape for M in weights)
    W = weights[0]
    for M in weights[1:]:
        W = W @ M
    b = biases[0]
    for M, c in zip(weights[1:], biases[1:]):
        b = b @ M + c
    if square:
        W = weights[0]
        for M in weights[1:]:
            W = M @ W
    return W, b
