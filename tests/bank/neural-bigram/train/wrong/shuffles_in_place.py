# says: an in-place operation (`z -= ...`, `z[...] = ...`) writes into
def train(model, contexts, targets, epochs, batch_size, learning_rate, seed=0):
    result = []
    for epoch in range(epochs):
        np.random.default_rng([seed, epoch]).shuffle(contexts)
        np.random.default_rng([seed, epoch]).shuffle(targets)
        total = 0.0
        for i in range(0, len(targets), batch_size):
            x, y = contexts[i:i + batch_size], targets[i:i + batch_size]
            total += model.step(x, y, learning_rate) * len(y)
        result.append(total / len(targets))
    return result
