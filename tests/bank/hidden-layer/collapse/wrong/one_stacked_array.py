# says: two things
def collapse(weights, biases):
    W = weights[0]
    for M in weights[1:]:
        W = W @ M
    b = biases[0]
    for M, c in zip(weights[1:], biases[1:]):
        b = b @ M + c
    return np.vstack([W, b])
