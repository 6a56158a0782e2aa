def collapse(weights, biases):
    W = np.linalg.multi_dot(weights) if len(weights) > 1 else weights[0]
    b = np.zeros(weights[0].shape[0])
    for M, c in zip(weights, biases):
        b = b @ M + c
    return W, b
