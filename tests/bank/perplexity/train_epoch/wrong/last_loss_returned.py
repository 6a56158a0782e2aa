# says: the last batch's loss stands in for the average
def train_epoch(model, data, optimizer):
    for batch in data:
        loss = model.train_step(batch)
        optimizer.step()
    return loss
