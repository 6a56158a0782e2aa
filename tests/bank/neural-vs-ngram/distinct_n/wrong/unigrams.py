# says: tokens are counted, whatever n is
def distinct_n(ids, n):
    return len(set(ids.tolist())) / len(ids)
