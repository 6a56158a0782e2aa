# says: the sums live outside the function
total_loss = 0
n_tokens = 0


def train_epoch(model, data, optimizer):
    global total_loss, n_tokens
    for batch in data:
        loss = model.train_step(batch)
        optimizer.step()
        total_loss += loss * batch.n_tokens
        n_tokens += batch.n_tokens
    return np.exp(total_loss / n_tokens)
