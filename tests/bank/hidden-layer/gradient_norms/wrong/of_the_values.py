# says: layers' values
def gradient_norms(weights, x, grad):
    hs = [x]
    for W in weights:
        hs.append(np.tanh(hs[-1] @ W))
    return [np.linalg.norm(h) for h in hs[:-1]]
