# says: not set back to zero
def train(model, contexts, targets, epochs, batch_size, learning_rate, seed=0):
    rng = np.random.default_rng(seed)
    losses = []
    total = 0.0
    for _ in range(epochs):
        order = rng.permutation(len(targets))
        for start in range(0, len(order), batch_size):
            batch = order[start : start + batch_size]
            loss = model.step(contexts[batch], targets[batch], learning_rate)
            total += loss * len(batch)
        losses.append(total / len(order))
    return losses
