# says: the generator is made anew, or the shuffle done only once
def train(model, contexts, targets, epochs, batch_size, learning_rate, seed=0):
    result = []
    for epoch in range(epochs):
        rng = np.random.default_rng(seed)
        order = rng.permutation(len(targets))
        total = 0.0
        for i in range(0, len(order), batch_size):
            part = order[i:i + batch_size]
            total += model.step(contexts[part], targets[part], learning_rate) * len(part)
        result.append(total / len(targets))
    return result
