import random


def train(model, contexts, targets, epochs, batch_size, learning_rate, seed=0):
    generator = random.Random(seed)
    positions = list(range(len(targets)))
    means = []
    while len(means) < epochs:
        generator.shuffle(positions)
        nats, begin = 0.0, 0
        while begin < len(positions):
            part = positions[begin : begin + batch_size]
            nats += model.step(contexts[part], targets[part], learning_rate) * len(part)
            begin += batch_size
        means.append(nats / len(positions))
    return means
