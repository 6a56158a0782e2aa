# says: changed a list it was given
def collapse(weights, biases):
    weights.reverse()
    W = weights[0]
    for M in weights[1:]:
        W = M @ W
    return W, biases[-1]
