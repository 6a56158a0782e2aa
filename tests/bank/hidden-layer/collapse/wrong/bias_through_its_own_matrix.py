# says: their own layer
def collapse(weights, biases):
    W = weights[0]
    for M in weights[1:]:
        W = W @ M
    b = np.zeros(weights[0].shape[0])
    for M, c in zip(weights, biases):
        b = (b + c) @ M if len(c) == M.shape[0] else b @ M + c
    return W, b
