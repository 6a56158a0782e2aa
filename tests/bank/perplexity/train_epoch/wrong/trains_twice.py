# says: train_step is called more than once for a batch
def train_epoch(model, data, optimizer):
    total_loss = 0
    n_tokens = 0
    for batch in data:
        model.train_step(batch)
        optimizer.step()
        total_loss += model.train_step(batch) * batch.n_tokens
        n_tokens += batch.n_tokens
    return np.exp(total_loss / n_tokens)
