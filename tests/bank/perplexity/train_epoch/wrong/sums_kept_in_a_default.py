# says: the sums live outside the function
def train_epoch(model, data, optimizer, sums=[0, 0]):
    for batch in data:
        sums[0] += model.train_step(batch) * batch.n_tokens
        optimizer.step()
        sums[1] += batch.n_tokens
    return np.exp(sums[0] / sums[1])
