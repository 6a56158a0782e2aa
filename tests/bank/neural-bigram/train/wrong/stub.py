# says: is not written yet
def train(model, contexts, targets, epochs, batch_size, learning_rate, seed=0):
    raise NotImplementedError
