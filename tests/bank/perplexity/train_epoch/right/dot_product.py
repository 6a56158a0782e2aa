def train_epoch(model, data, optimizer):
    rows = []
    for batch in data:
        rows.append((model.train_step(batch), batch.n_tokens))
        optimizer.step()
    losses, sizes = np.array(rows, dtype=float).T
    return float(np.exp(losses @ sizes / sizes.sum()))
