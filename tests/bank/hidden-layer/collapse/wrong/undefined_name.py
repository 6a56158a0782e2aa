# says: raised NameError
def collapse(weights, biases):
    return W1 @ W2, b1 @ W2 + b2
