# says: the calls should alternate
def train_epoch(model, data, optimizer):
    losses, sizes = [], []
    for batch in data:
        losses.append(model.train_step(batch))
        sizes.append(batch.n_tokens)
    for _ in sizes:
        optimizer.step()
    return np.exp(np.average(losses, weights=sizes))
