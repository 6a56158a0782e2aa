# says: an argument has a value that this call does not take; the line
def collapse(weights, biases):
    b = biases[0]
    for V, c in zip(weights[1:], biases[1:]):
        b = b @ V + c
    return np.linalg.multi_dot(weights), b
