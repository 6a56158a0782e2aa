# says: whole batches are shuffled
def train(model, contexts, targets, epochs, batch_size, learning_rate, seed=0):
    rng = np.random.default_rng(seed)
    losses = []
    for epoch in range(epochs):
        starts = rng.permutation(np.arange(0, len(targets), batch_size))
        total = 0.0
        for start in starts:
            batch = slice(start, start + batch_size)
            total += model.step(contexts[batch], targets[batch], learning_rate) * len(targets[batch])
        losses.append(total / len(targets))
    return losses
