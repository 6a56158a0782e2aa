def collapse(weights, biases):
    W = weights[0].astype(np.float32)
    b = biases[0].astype(np.float32)
    for M, c in zip(weights[1:], biases[1:]):
        W, b = W @ M.astype(np.float32), b @ M.astype(np.float32) + c.astype(np.float32)
    return W, b
