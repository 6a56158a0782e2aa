# says: The perplexity is wrong even where all batches are of one size
def train_epoch(model, data, optimizer):
    mean = None
    for batch in data:
        loss = model.train_step(batch)
        optimizer.step()
        mean = loss if mean is None else 0.9 * mean + 0.1 * loss
    return np.exp(mean)
