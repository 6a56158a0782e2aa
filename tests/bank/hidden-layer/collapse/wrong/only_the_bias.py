# says: two things
def collapse(weights, biases):
    b = biases[0]
    for M, c in zip(weights[1:], biases[1:]):
        b = b @ M + c
    return b
