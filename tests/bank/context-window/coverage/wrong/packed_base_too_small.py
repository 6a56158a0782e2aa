# says: the base has to be larger than every id
def coverage(train_ids, test_ids, n):
    base = int(max(train_ids.max(), test_ids.max()))
    def pack(t):
        return [sum(int(x) * base**j for j, x in enumerate(t[i : i + n])) for i in range(len(t) - n + 1)]
    known = set(pack(train_ids))
    return np.mean([x in known for x in pack(test_ids)])
