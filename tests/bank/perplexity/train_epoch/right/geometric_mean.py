def train_epoch(model, data, optimizer):
    perplexities, sizes = [], []
    for batch in data:
        perplexities.append(np.exp(model.train_step(batch)))
        optimizer.step()
        sizes.append(batch.n_tokens)
    shares = np.array(sizes) / sum(sizes)
    return np.prod(np.array(perplexities) ** shares)
