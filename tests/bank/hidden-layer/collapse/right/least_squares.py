def collapse(weights, biases):
    d = weights[0].shape[0]
    x = np.random.default_rng(0).normal(size=(4 * d + 4, d))
    h = x
    for M, c in zip(weights, biases):
        h = h @ M + c
    solution = np.linalg.lstsq(np.column_stack([x, np.ones(len(x))]), h, rcond=None)[0]
    return solution[:-1], solution[-1]
