# says: what an earlier call collected is still there
pairs_so_far = {}
def markov_bigram(train_ids, vocab_size, k=1.0):
    counts = pairs_so_far.setdefault(vocab_size, np.zeros((vocab_size, vocab_size)))
    np.add.at(counts, (train_ids[:-1], train_ids[1:]), 1)
    return (counts + k) / (counts + k).sum(axis=1, keepdims=True)
