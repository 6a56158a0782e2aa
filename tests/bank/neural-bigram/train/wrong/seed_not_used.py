# says: make the generator from the argument
def train(model, contexts, targets, epochs, batch_size, learning_rate, seed=0):
    rng = np.random.default_rng()
    result = []
    for epoch in range(epochs):
        order = rng.permutation(len(targets))
        total = 0.0
        for i in range(0, len(order), batch_size):
            part = order[i:i + batch_size]
            total += model.step(contexts[part], targets[part], learning_rate) * len(part)
        result.append(total / len(targets))
    return result
