# says: every batch counts the same
def train_epoch(model, data, optimizer):
    losses = []
    for batch in data:
        losses.append(model.train_step(batch))
        optimizer.step()
    return np.exp(np.mean(losses))
