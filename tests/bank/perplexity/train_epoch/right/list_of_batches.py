def train_epoch(model, data, optimizer):
    data = list(data)
    n_tokens = sum(batch.n_tokens for batch in data)
    avg_loss = 0.0
    for batch in data:
        avg_loss += model.train_step(batch) * batch.n_tokens / n_tokens
        optimizer.step()
    return np.exp(avg_loss)
