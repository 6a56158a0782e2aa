# says: the batches are averaged as if all were of one size; weigh each
def train(model, contexts, targets, epochs, batch_size, learning_rate, seed=0):
    rng = np.random.default_rng(seed)
    result = []
    for epoch in range(epochs):
        order = rng.permutation(len(targets))
        losses = []
        for i in range(0, len(order), batch_size):
            part = order[i:i + batch_size]
            losses.append(model.step(contexts[part], targets[part], learning_rate))
        result.append(np.mean(losses))
    return result
