# says: The matrix of collapse does not do
def collapse(weights, biases):
    W1, W2, W3 = weights[0], weights[1], weights[-1]
    b1, b2, b3 = biases[0], biases[1], biases[-1]
    return W1 @ W2 @ W3, (b1 @ W2 + b2) @ W3 + b3
