# says: norms of the weights
def gradient_norms(weights, x, grad):
    return [np.linalg.norm(W) for W in weights]
