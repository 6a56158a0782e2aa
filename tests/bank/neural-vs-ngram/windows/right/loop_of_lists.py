def windows(ids, context_size):
    contexts, targets = [], []
    for i in range(len(ids) - context_size):
        contexts.append(ids[i : i + context_size])
        targets.append(ids[i + context_size])
    return np.array(contexts), np.array(targets)
