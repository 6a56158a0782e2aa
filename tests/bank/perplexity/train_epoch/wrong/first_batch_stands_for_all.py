# says: as long as the first
def train_epoch(model, data, optimizer):
    data = list(data)
    size = data[0].n_tokens
    total_loss = 0
    for batch in data:
        total_loss += model.train_step(batch) * batch.n_tokens
        optimizer.step()
    return np.exp(total_loss / (size * len(data)))
