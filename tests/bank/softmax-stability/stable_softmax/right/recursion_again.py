import math


def stable_softmax(z):
    if np.ndim(z) > 1:
        return np.array([stable_softmax(part) for part in z])
    top = max(z)
    e = [math.exp(float(v) - float(top)) for v in z]
    return np.array([v / math.fsum(e) for v in e])
