# says: is not written yet
def windows(ids, context_size):
    raise NotImplementedError
