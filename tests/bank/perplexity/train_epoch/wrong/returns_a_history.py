# says: has shape
def train_epoch(model, data, optimizer):
    history = []
    for batch in data:
        history.append(np.exp(model.train_step(batch)))
        optimizer.step()
    return history
