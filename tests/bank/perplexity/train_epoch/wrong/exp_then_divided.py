# says: the division belongs in exp
def train_epoch(model, data, optimizer):
    total_loss = 0
    n_tokens = 0
    for batch in data:
        loss = model.train_step(batch)
        optimizer.step()
        total_loss += loss * batch.n_tokens
        n_tokens += batch.n_tokens
    avg_loss = total_loss
    perplexity = np.exp(total_loss / n_tokens) / n_tokens
    return perplexity
