# says: the bias of the last layer is lost
def collapse(weights, biases):
    W, b = weights[0], biases[0]
    for i in range(1, len(weights)):
        W = W @ weights[i]
        b = b @ weights[i]
        if i == 1:
            b = b + biases[i]
    return W, b
