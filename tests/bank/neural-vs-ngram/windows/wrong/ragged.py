# says: Likely:
def windows(ids, context_size):
    contexts = [ids[max(0, i - context_size) : i].tolist() for i in range(len(ids))]
    return contexts, ids
