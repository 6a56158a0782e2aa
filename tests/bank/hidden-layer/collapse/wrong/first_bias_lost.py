# says: the bias of the first layer is lost
def collapse(weights, biases):
    W = weights[0]
    for M in weights[1:]:
        W = W @ M
    b = np.zeros_like(biases[0])
    for M, c in zip(weights[1:], biases[1:]):
        b = b @ M + c
    return W, b
