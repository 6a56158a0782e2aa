# says: wrong way round
def collapse(weights, biases):
    W = weights[0]
    for M in weights[1:]:
        W = W @ M
    b = biases[0]
    for M, c in zip(weights[1:], biases[1:]):
        b = (M @ b if M.shape[0] == M.shape[1] else b @ M) + c
    return W, b
