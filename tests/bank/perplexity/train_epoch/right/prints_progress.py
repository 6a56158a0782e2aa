import sys


def train_epoch(model, data, optimizer):
    total_loss = 0
    n_tokens = 0
    for number, batch in enumerate(data, start=1):
        loss = model.train_step(batch)
        optimizer.step()
        total_loss += loss * batch.n_tokens
        n_tokens += batch.n_tokens
        print(f"batch {number}: {np.exp(total_loss / n_tokens):.2f}", file=sys.stderr)
    return np.exp(total_loss / n_tokens)
