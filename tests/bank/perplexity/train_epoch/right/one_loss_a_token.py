def train_epoch(model, data, optimizer):
    nats = []
    for batch in data:
        nats += [model.train_step(batch)] * batch.n_tokens
        optimizer.step()
    return np.exp(np.mean(nats))
