def overlap(sample, train_ids, n):
    base = int(max(np.max(sample), np.max(train_ids))) + 1

    def codes(ids):
        total = [0] * (len(ids) - n + 1)
        for j in range(n):
            total = [code * base + int(t) for code, t in zip(total, ids[j:])]
        return total

    known = set(codes(train_ids))
    return float(np.mean([c in known for c in codes(sample)]))
