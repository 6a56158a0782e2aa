# says: there is a window too many
def windows(ids, context_size):
    n = len(ids) - context_size + 1
    contexts = np.stack([ids[i : i + n] for i in range(context_size)], axis=1)
    return contexts, np.append(ids[context_size:], ids[0])
