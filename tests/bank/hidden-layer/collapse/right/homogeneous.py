def collapse(weights, biases):
    total = None
    for W, b in zip(weights, biases):
        block = np.zeros((W.shape[0] + 1, W.shape[1] + 1))
        block[:-1, :-1], block[-1, :-1], block[-1, -1] = W, b, 1
        total = block if total is None else total @ block
    return total[:-1, :-1], total[-1, :-1]
