def overlap(sample, train_ids, n):
    tree = {}
    train = [int(i) for i in train_ids]
    for begin in range(len(train) - n + 1):
        node = tree
        for token in train[begin : begin + n]:
            node = node.setdefault(token, {})
    found = total = 0
    for begin in range(len(sample) - n + 1):
        node = tree
        for token in sample[begin : begin + n]:
            node = node.get(int(token))
            if node is None:
                break
        found += node is not None
        total += 1
    return found / total
