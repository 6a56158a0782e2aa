# says: take exp once at the end
def train_epoch(model, data, optimizer):
    product, n_tokens = 1.0, 0
    for batch in data:
        product *= np.exp(model.train_step(batch)) ** batch.n_tokens
        optimizer.step()
        n_tokens += batch.n_tokens
    return product ** (1 / n_tokens)
