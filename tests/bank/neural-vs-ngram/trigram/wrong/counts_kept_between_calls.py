# says: what an earlier call collected is still there
counts_so_far = {}
def trigram(train_ids, vocab_size, k=1.0):
    counts = counts_so_far.setdefault(vocab_size, np.zeros((vocab_size,) * 3))
    np.add.at(counts, (train_ids[:-2], train_ids[1:-1], train_ids[2:]), 1)
    return (counts + k) / (counts + k).sum(axis=-1, keepdims=True)
