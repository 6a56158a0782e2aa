# says: the last batch, which is short, is left out
def train(model, contexts, targets, epochs, batch_size, learning_rate, seed=0):
    rng = np.random.default_rng(seed)
    result = []
    for epoch in range(epochs):
        order = rng.permutation(len(targets))
        n_batches = max(1, len(order) // batch_size)
        losses = [model.step(contexts[p], targets[p], learning_rate) for p in order[:n_batches * batch_size].reshape(n_batches, -1)]
        result.append(sum(losses) / len(losses))
    return result
