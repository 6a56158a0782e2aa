# says: optimizer.step() is called once an epoch; it should follow
def train_epoch(model, data, optimizer):
    total_loss = 0
    n_tokens = 0
    for batch in data:
        total_loss += model.train_step(batch) * batch.n_tokens
        n_tokens += batch.n_tokens
    optimizer.step()
    return np.exp(total_loss / n_tokens)
