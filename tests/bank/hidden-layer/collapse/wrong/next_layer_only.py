# says: the bias of the first layer is lost on the way
def collapse(weights, biases):
    W = weights[0]
    for V in weights[1:]:
        W = W @ V
    b = biases[-1].copy()
    for i in range(len(biases) - 1):
        b = b + (biases[i] @ weights[i + 1] if i == len(biases) - 2 else 0)
    return W, b
