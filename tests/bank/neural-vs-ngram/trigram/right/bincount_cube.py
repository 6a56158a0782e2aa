def trigram(train_ids, vocab_size, k=1.0):
    ids = np.asarray(train_ids, dtype=np.int64)
    code = (ids[:-2] * vocab_size + ids[1:-1]) * vocab_size + ids[2:]
    counts = np.bincount(code, minlength=vocab_size**3).reshape((vocab_size,) * 3) + float(k)
    return counts / counts.sum(axis=2, keepdims=True)
