def overlap(sample, train_ids, n):
    text = ''.join(map(chr, train_ids))
    mine = ''.join(map(chr, sample))
    n_grams = len(mine) - n + 1
    return sum(mine[i : i + n] in text for i in range(n_grams)) / n_grams
