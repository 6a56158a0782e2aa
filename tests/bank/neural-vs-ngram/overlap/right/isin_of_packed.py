def overlap(sample, train_ids, n):
    base = int(max(sample.max(), train_ids.max())) + 1
    def pack(t):
        return sum(t[i : len(t) - n + 1 + i] * base ** (n - 1 - i) for i in range(n))
    return np.isin(pack(sample), pack(train_ids)).mean()
