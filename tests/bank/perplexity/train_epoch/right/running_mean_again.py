import math


def train_epoch(model, data, optimizer):
    mean, seen = 0.0, 0
    for batch in data:
        loss = model.train_step(batch)
        optimizer.step()
        seen += batch.n_tokens
        mean += (loss - mean) * batch.n_tokens / seen
    return math.exp(mean)
