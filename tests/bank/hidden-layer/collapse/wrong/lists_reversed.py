# says: last layer is kept
def collapse(weights, biases):
    weights.reverse()
    W = weights[0]
    for M in weights[1:]:
        W = M @ W
    return W, biases[-1]
