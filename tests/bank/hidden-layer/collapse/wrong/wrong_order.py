# says: wrong order
def collapse(weights, biases):
    W = weights[-1]
    for M in weights[-2::-1]:
        W = W @ M
    b = biases[0]
    for M, c in zip(weights[1:], biases[1:]):
        b = b @ M + c
    return W, b
