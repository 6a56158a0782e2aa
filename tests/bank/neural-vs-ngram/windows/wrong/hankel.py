# says: hands the work to scipy
def windows(ids, context_size):
    from scipy.linalg import hankel
    n = len(ids) - context_size
    return hankel(ids[:n], ids[n - 1 : -1]), ids[context_size:]
