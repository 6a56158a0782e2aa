def train_epoch(model, data, optimizer):
    losses, sizes = [], []
    for batch in data:
        losses.append(model.train_step(batch))
        optimizer.step()
        sizes.append(batch.n_tokens)
    return np.exp(np.average(losses, weights=sizes))
