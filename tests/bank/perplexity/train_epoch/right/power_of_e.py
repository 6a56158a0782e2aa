def train_epoch(model, data, optimizer):
    costs, sizes = [], []
    for batch in data:
        costs.append(model.train_step(batch))
        optimizer.step()
        sizes.append(batch.n_tokens)
    return np.e ** np.average(costs, weights=sizes)
