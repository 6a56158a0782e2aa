def train_epoch(model, data, optimizer):
    total_loss, n_tokens = np.float32(0), np.float32(0)
    for batch in data:
        loss = np.float32(model.train_step(batch))
        optimizer.step()
        total_loss += loss * np.float32(batch.n_tokens)
        n_tokens += np.float32(batch.n_tokens)
    return np.exp(total_loss / n_tokens)
