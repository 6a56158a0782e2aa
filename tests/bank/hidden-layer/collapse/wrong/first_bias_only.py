# says: first layer is kept
def collapse(weights, biases):
    W = weights[0]
    for M in weights[1:]:
        W = W @ M
    return W, biases[0] if len(biases[0]) == len(biases[-1]) else biases[-1]
