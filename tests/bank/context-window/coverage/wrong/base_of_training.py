# says: where the ids of a run are packed into one number, the base has
def coverage(train_ids, test_ids, n):
    base = int(max(train_ids)) + 1
    def codes(ids):
        return [sum(int(ids[i + j]) * base ** (n - 1 - j) for j in range(n)) for i in range(len(ids) - n + 1)]
    known = set(codes(train_ids))
    here = codes(test_ids)
    return sum(code in known for code in here) / len(here)
