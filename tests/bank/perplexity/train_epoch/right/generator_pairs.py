def train_epoch(model, data, optimizer):
    def steps():
        for batch in data:
            loss = model.train_step(batch)
            optimizer.step()
            yield np.array([loss * batch.n_tokens, batch.n_tokens])

    total, n = sum(steps())
    return float(np.e ** (total / n))
