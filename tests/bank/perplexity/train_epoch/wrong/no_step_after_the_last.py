# says: optimizer.step() is left out after some batches
def train_epoch(model, data, optimizer):
    data = list(data)
    total = n = 0
    for i, batch in enumerate(data):
        total += model.train_step(batch) * batch.n_tokens
        n += batch.n_tokens
        if i < len(data) - 1:
            optimizer.step()
    return np.exp(total / n)
