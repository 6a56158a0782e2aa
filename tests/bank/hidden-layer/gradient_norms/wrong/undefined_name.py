# says: raised NameError
def gradient_norms(weights, x, grad):
    return [np.linalg.norm(g) for g in grads]
