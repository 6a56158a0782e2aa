# says: first two layers
def collapse(weights, biases):
    W = weights[0] @ weights[1]
    return W, biases[0] @ weights[1] + biases[1]
