from decimal import Decimal


def train_epoch(model, data, optimizer):
    total_loss, n_tokens = Decimal(0), 0
    for batch in data:
        loss = model.train_step(batch)
        optimizer.step()
        total_loss += Decimal(float(loss)) * batch.n_tokens
        n_tokens += batch.n_tokens
    return float((total_loss / n_tokens).exp())
