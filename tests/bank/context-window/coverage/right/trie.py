def coverage(train_ids, test_ids, n):
    trie = {}
    for i in range(len(train_ids) - n + 1):
        node = trie
        for token in train_ids[i : i + n]:
            node = node.setdefault(int(token), {})
    def known(context):
        node = trie
        for token in context:
            if int(token) not in node:
                return False
            node = node[int(token)]
        return True
    return np.mean([known(test_ids[i : i + n]) for i in range(len(test_ids) - n + 1)])
