def collapse(weights, biases):
    big = np.eye(weights[0].shape[0] + 1)
    for M, c in zip(weights, biases):
        step = np.zeros((M.shape[0] + 1, M.shape[1] + 1))
        step[:-1, :-1], step[-1, :-1], step[-1, -1] = M, c, 1
        big = big @ step
    return big[:-1, :-1], big[-1, :-1]
