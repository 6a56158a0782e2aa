# says: is not written yet
def markov_bigram(train_ids, vocab_size, k=1.0):
    raise NotImplementedError
