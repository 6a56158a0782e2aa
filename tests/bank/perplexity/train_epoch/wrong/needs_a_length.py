# says: TypeError
def train_epoch(model, data, optimizer):
    total_loss = 0
    n_tokens = 0
    for i in range(len(data)):
        total_loss += model.train_step(data[i]) * data[i].n_tokens
        optimizer.step()
        n_tokens += data[i].n_tokens
    return np.exp(total_loss / n_tokens)
