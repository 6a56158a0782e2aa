# says: where the ids of a run are packed into one number
def overlap(sample, train_ids, n):
    base = int(max(sample.max(), train_ids.max()))
    def pack(t):
        return [sum(int(x) * base**j for j, x in enumerate(t[i : i + n])) for i in range(len(t) - n + 1)]
    known = set(pack(train_ids))
    return np.mean([x in known for x in pack(sample)])
