# says: shuffle inside the loop over epochs
def train(model, contexts, targets, epochs, batch_size, learning_rate, seed=0):
    order = np.random.default_rng(seed).permutation(len(targets))
    contexts, targets = contexts[order], targets[order]
    losses = []
    for _ in range(epochs):
        total = 0.0
        for i in range(0, len(targets), batch_size):
            part = targets[i : i + batch_size]
            total += model.step(contexts[i : i + batch_size], part, learning_rate) * len(part)
        losses.append(total / len(targets))
    return losses
