def collapse(weights, biases):
    W = np.eye(weights[0].shape[0])
    b = np.zeros(weights[0].shape[0])
    for M, c in zip(weights, biases):
        W = np.einsum('ij,jk->ik', W, M)
        b = np.einsum('j,jk->k', b, M) + c
    return W, b
