import math


def train(model, contexts, targets, epochs, batch_size, learning_rate, seed=0):
    rng = np.random.default_rng(seed)
    losses = []
    for epoch in range(epochs):
        order = rng.permutation(len(targets))
        total = 0.0
        for start in range(0, len(order), batch_size):
            batch = order[start : start + batch_size]
            total += model.step(contexts[batch], targets[batch], learning_rate) * len(batch)
        losses.append(total / len(order))
        print(f"epoch {epoch}: perplexity {math.exp(losses[-1]):.2f}")
    return losses
