def train(model, contexts, targets, epochs, batch_size, learning_rate, seed=0):
    def one_epoch(epoch):
        order = np.argsort(np.random.default_rng([seed, epoch]).random(len(targets)))
        x, y = np.take(contexts, order, axis=0), np.take(targets, order)
        total = 0
        for i in range(0, len(y), batch_size):
            size = len(y[i : i + batch_size])
            total += size * model.step(x[i : i + batch_size], y[i : i + batch_size], learning_rate)
        return total / len(y)

    return [one_epoch(e) for e in range(epochs)]
