# says: does not return two arrays
def windows(ids, context_size):
    return len(ids) - context_size
