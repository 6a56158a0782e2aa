from collections import deque


def gradient_norms(weights, x, grad):
    slopes, h = [], x
    for W in weights:
        a = h @ W
        slopes.append(1 / np.cosh(a) ** 2)
        h = np.tanh(a)
    norms, g = deque(), grad
    for W, slope in zip(weights[::-1], slopes[::-1]):
        g = np.einsum("bo,bo,io->bi", g, slope, W)
        norms.appendleft(float(np.sqrt((g * g).sum())))
    return list(norms)
