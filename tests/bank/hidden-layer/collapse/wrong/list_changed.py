# says: changed a list
def collapse(weights, biases):
    W, b = weights.pop(0), biases.pop(0)
    while weights:
        M = weights.pop(0)
        W, b = W @ M, b @ M + biases.pop(0)
    return W, b
