def train(model, contexts, targets, epochs, batch_size, learning_rate, seed=0):
    rng = np.random.default_rng(seed)
    losses = []
    for _ in range(epochs):
        order = rng.permutation(len(targets))
        total = 0.0
        short = len(order) % batch_size or batch_size
        for end in range(short, len(order) + 1, batch_size):
            batch = order[max(0, end - batch_size) : end]
            loss = model.step(contexts[batch], targets[batch], learning_rate)
            total += loss * len(batch)
        losses.append(total / len(order))
    return losses
