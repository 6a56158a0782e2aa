# says: some batches are left out
def train_epoch(model, data, optimizer):
    data = list(data)
    total_loss = 0
    n_tokens = 0
    for batch in data:
        loss = model.train_step(batch)
        optimizer.step()
        total_loss += loss * batch.n_tokens
        n_tokens += batch.n_tokens
        if data.index(batch) == 2:
            break
    avg_loss = total_loss / n_tokens
    perplexity = np.exp(avg_loss)
    return perplexity
