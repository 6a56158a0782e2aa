# says: takes the batch itself
def train_epoch(model, data, optimizer):
    total_loss = 0
    n_tokens = 0
    for number, batch in enumerate(data):
        loss = model.train_step(number)
        optimizer.step()
        total_loss += loss * batch.n_tokens
        n_tokens += batch.n_tokens
    return np.exp(total_loss / n_tokens)
