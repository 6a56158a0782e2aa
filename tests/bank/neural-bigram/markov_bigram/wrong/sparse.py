# says: hands the work to scipy
def markov_bigram(train_ids, vocab_size, k=1.0):
    from scipy.sparse import coo_matrix
    ones = np.ones(len(train_ids) - 1)
    counts = coo_matrix((ones, (train_ids[:-1], train_ids[1:])), (vocab_size, vocab_size)).toarray() + k
    return counts / counts.sum(axis=1, keepdims=True)
