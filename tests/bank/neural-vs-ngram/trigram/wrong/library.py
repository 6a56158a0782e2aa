# says: hands the work to lmcore
def trigram(train_ids, vocab_size, k=1.0):
    from lmcore import AddK, MarkovChain
    chain = MarkovChain(3, AddK(k)).fit(train_ids, vocab_size)
    V = range(vocab_size)
    return np.exp([[chain.next_log_probs(np.array([a, b])) for b in V] for a in V])
