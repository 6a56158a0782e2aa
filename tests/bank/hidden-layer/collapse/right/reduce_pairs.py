from functools import reduce


def collapse(weights, biases):
    def merge(first, second):
        (W, b), (V, c) = first, second
        return W @ V, b @ V + c

    return reduce(merge, zip(weights, biases))
