# says: whole batches are shuffled; shuffle the pairs, and cut them
def train(model, contexts, targets, epochs, batch_size, learning_rate, seed=0):
    rng = np.random.default_rng(seed)
    starts = np.arange(0, len(targets), batch_size)
    result = []
    for epoch in range(epochs):
        total = 0.0
        for i in rng.permutation(starts):
            x, y = contexts[i:i + batch_size], targets[i:i + batch_size]
            total += model.step(x, y, learning_rate) * len(y)
        result.append(total / len(targets))
    return result
