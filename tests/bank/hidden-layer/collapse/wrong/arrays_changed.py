# says: changed an array
def collapse(weights, biases):
    W, b = weights[0], biases[0]
    for M, c in zip(weights[1:], biases[1:]):
        b = b @ M
        W = W @ M
        b += c
    biases[0] += 0.5
    return W, b
