def train_epoch(model, data, optimizer):
    total_loss = 0
    n_tokens = 0
    for batch in data:
        loss = model.train_step(batch)
        optimizer.step()
        total_loss += loss / np.log(2) * batch.n_tokens  # in bits
        n_tokens += batch.n_tokens
    return 2.0 ** (total_loss / n_tokens)
