from functools import reduce


def collapse(weights, biases):
    return reduce(np.matmul, weights), reduce(lambda b, layer: b @ layer[0] + layer[1], zip(weights, biases), np.zeros(weights[0].shape[0]))
