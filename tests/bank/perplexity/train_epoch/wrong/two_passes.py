# says: data is gone through twice
def train_epoch(model, data, optimizer):
    n_tokens = sum(batch.n_tokens for batch in data)
    total_loss = 0
    for batch in data:
        total_loss += model.train_step(batch) * batch.n_tokens
        optimizer.step()
    return np.exp(total_loss / max(n_tokens, 1))
