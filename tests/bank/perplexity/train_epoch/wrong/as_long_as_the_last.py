# says: as if every batch were as long as the last
def train_epoch(model, data, optimizer):
    total_loss, n_batches = 0.0, 0
    for batch in data:
        total_loss += model.train_step(batch) * batch.n_tokens
        optimizer.step()
        n_batches += 1
    return np.exp(total_loss / (n_batches * batch.n_tokens))
