def train_epoch(model, data, optimizer):
    batches = iter(data)
    total_loss = n_tokens = 0
    while True:
        try:
            batch = next(batches)
        except StopIteration:
            return np.exp(total_loss / n_tokens)
        total_loss += model.train_step(batch) * batch.n_tokens
        optimizer.step()
        n_tokens += batch.n_tokens
