# says: the base has to be larger than every id
def coverage(train_ids, test_ids, n):
    base = int(max(train_ids.max(), test_ids.max()))
    def pack(t):
        codes = []
        for i in range(len(t) - n + 1):
            code = 0
            for x in t[i : i + n]:
                code = code * base + int(x)
            codes.append(code)
        return codes
    known = set(pack(train_ids))
    return np.mean([x in known for x in pack(test_ids)])
