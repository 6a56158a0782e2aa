# says: the sums live outside the function; start them at 0 inside it
def train_epoch(model, data, optimizer, history=[]):
    for batch in data:
        loss = model.train_step(batch)
        optimizer.step()
        history.append((loss * batch.n_tokens, batch.n_tokens))
    total_loss = sum(pair[0] for pair in history)
    n_tokens = sum(pair[1] for pair in history)
    return np.exp(total_loss / n_tokens)
