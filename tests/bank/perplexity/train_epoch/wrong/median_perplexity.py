# says: average the losses, and take exp once
def train_epoch(model, data, optimizer):
    perplexities = []
    for batch in data:
        perplexities.append(np.exp(model.train_step(batch)))
        optimizer.step()
    return np.median(perplexities)
