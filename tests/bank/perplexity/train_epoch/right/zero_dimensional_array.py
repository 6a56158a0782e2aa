def train_epoch(model, data, optimizer):
    total_loss = np.zeros(())
    n_tokens = np.zeros((), dtype=int)
    for batch in data:
        loss = model.train_step(batch)
        optimizer.step()
        total_loss += loss * batch.n_tokens
        n_tokens += batch.n_tokens
    return np.array(np.exp(total_loss / n_tokens))
