def train(model, contexts, targets, epochs, batch_size, learning_rate, seed=0):
    rng = np.random.default_rng(seed)
    n = len(targets)
    history = []
    for _ in range(epochs):
        chunks = np.split(rng.permutation(n), range(batch_size, n, batch_size))
        losses = [model.step(contexts[chunk], targets[chunk], learning_rate) for chunk in chunks]
        history.append(float(np.average(losses, weights=[len(chunk) for chunk in chunks])))
    return history
