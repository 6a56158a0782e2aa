def coverage(train_ids, test_ids, n):
    text, mine = ''.join(map(chr, train_ids)), ''.join(map(chr, test_ids))
    m = len(mine) - n + 1
    return sum(mine[i : i + n] in text for i in range(m)) / m
