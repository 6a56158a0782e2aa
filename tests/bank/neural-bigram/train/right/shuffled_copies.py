def train(model, contexts, targets, epochs, batch_size, learning_rate, seed=0):
    rng = np.random.default_rng(seed)
    losses = []
    for _ in range(epochs):
        order = rng.permutation(len(targets))
        total = 0.0
        c, t = contexts[order], targets[order]
        for start in range(0, len(order), batch_size):
            batch = t[start : start + batch_size]
            loss = model.step(c[start : start + batch_size], batch, learning_rate)
            total += loss * len(batch)
        losses.append(total / len(order))
    return losses
