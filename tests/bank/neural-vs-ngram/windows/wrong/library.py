# says: hands the work to lmcore
def windows(ids, context_size):
    from lmcore import context_windows
    return context_windows(ids, context_size)
