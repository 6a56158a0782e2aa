# says: the last batch is left out
def train_epoch(model, data, optimizer):
    total_loss = 0
    n_tokens = 0
    for batch in list(data)[:-1]:
        loss = model.train_step(batch)
        optimizer.step()
        total_loss += loss * batch.n_tokens
        n_tokens += batch.n_tokens
    return np.exp(total_loss / n_tokens)
