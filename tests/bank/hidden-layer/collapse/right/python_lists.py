def collapse(weights, biases):
    W, b = weights[0].tolist(), biases[0].tolist()
    for M, c in zip(weights[1:], biases[1:]):
        columns = M.T.tolist()
        W = [[sum(p * q for p, q in zip(row, col)) for col in columns] for row in W]
        b = [sum(p * q for p, q in zip(b, col)) + e for col, e in zip(columns, c.tolist())]
    return W, b
