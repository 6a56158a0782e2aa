# says: hands the work to lmcore
def markov_bigram(train_ids, vocab_size, k=1.0):
    from lmcore import AddK, MarkovChain
    chain = MarkovChain(2, AddK(k)).fit(train_ids, vocab_size)
    return np.exp([chain.next_log_probs(np.array([i])) for i in range(vocab_size)])
