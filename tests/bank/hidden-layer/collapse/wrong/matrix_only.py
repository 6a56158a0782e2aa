# says: two things
def collapse(weights, biases):
    W = weights[0]
    for M in weights[1:]:
        W = W @ M
    return W
