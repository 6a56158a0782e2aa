# says: is not written yet
def trigram(train_ids, vocab_size, k=1.0):
    raise NotImplementedError
