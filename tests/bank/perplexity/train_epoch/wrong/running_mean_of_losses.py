# says: every batch counts the same here
def train_epoch(model, data, optimizer):
    mean = 0
    for i, batch in enumerate(data):
        loss = model.train_step(batch)
        optimizer.step()
        mean += (loss - mean) / (i + 1)
    return np.exp(mean)
