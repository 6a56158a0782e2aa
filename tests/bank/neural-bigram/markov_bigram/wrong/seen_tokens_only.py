# says: a token that is never followed has no counts: all are equally
def markov_bigram(train_ids, vocab_size, k=1.0):
    table = np.zeros((vocab_size, vocab_size))
    for v in set(train_ids[:-1].tolist()):
        followers = train_ids[1:][train_ids[:-1] == v]
        counts = np.bincount(followers, minlength=vocab_size) + k
        table[v] = counts / counts.sum()
    return table
