def train_epoch(model, data, optimizer):
    total_loss = 0
    n_tokens = 0
    for batch in data:
        size = len(batch.targets) if hasattr(batch, "targets") else batch.n_tokens
        loss = model.train_step(batch)
        optimizer.step()
        total_loss += loss * size
        n_tokens += size
    return np.exp(total_loss / n_tokens)
