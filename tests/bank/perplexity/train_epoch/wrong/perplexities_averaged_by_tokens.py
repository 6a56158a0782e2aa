# says: the perplexities of the batches are averaged
def train_epoch(model, data, optimizer):
    total, n_tokens = 0.0, 0
    for batch in data:
        loss = model.train_step(batch)
        optimizer.step()
        total += np.exp(loss) * batch.n_tokens
        n_tokens += batch.n_tokens
    perplexity = total / n_tokens
    return perplexity
