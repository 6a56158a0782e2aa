# says: the generator is made anew
def train(model, contexts, targets, epochs, batch_size, learning_rate, seed=0):
    losses = []
    for epoch in range(epochs):
        order = np.random.default_rng(seed).permutation(len(targets))
        total = 0.0
        for start in range(0, len(order), batch_size):
            batch = order[start : start + batch_size]
            total += model.step(contexts[batch], targets[batch], learning_rate) * len(batch)
        losses.append(total / len(order))
    return losses
