# says: the bias of the first layer is added twice
def collapse(weights, biases):
    W, b = weights[0], biases[0]
    for i in range(1, len(weights)):
        b = (b + biases[0]) @ weights[i] + biases[i] if i == 1 else b @ weights[i] + biases[i]
        W = W @ weights[i]
    return W, b
