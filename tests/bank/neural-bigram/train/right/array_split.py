def train(model, contexts, targets, epochs, batch_size, learning_rate, seed=0):
    rng = np.random.default_rng(seed)
    n, means = len(targets), []
    for _ in range(epochs):
        shuffled = rng.permutation(n)
        total = 0.0
        for part in np.array_split(shuffled, range(batch_size, n, batch_size)):
            total += len(part) * model.step(contexts[part], targets[part], learning_rate)
        means.append(total / n)
    return means
