def train(model, contexts, targets, epochs, batch_size, learning_rate, seed=0):
    rng = np.random.default_rng(seed)
    losses = []
    order = np.arange(len(targets))
    for _ in range(epochs):
        rng.shuffle(order)
        total = 0.0
        for start in range(0, len(order), batch_size):
            batch = order[start : start + batch_size]
            loss = model.step(contexts[batch], targets[batch], learning_rate)
            total += loss * len(batch)
        losses.append(total / len(order))
    return losses
