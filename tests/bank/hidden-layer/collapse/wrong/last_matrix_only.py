# says: only the last matrix
def collapse(weights, biases):
    b = biases[0]
    for M, c in zip(weights[1:], biases[1:]):
        b = b @ M + c
    return weights[-1], b
