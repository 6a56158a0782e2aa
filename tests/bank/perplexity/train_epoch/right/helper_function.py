def one_batch(model, batch, optimizer):
    loss = model.train_step(batch)
    optimizer.step()
    return loss * batch.n_tokens, batch.n_tokens


def train_epoch(model, data, optimizer):
    totals = np.zeros(2)
    for batch in data:
        totals += one_batch(model, batch, optimizer)
    total_loss, n_tokens = totals
    return np.exp(total_loss / n_tokens)
