# says: where the ids of a run are packed into one number, the base has
def distinct_n(ids, n):
    codes = sum(np.asarray(ids[j:len(ids) - n + 1 + j], dtype=np.int64) * 100**j for j in range(n))
    return len(np.unique(codes)) / len(codes)
