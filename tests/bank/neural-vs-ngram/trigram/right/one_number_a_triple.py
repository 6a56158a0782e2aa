def trigram(train_ids, vocab_size, k=1.0):
    t = np.asarray(train_ids, dtype=np.int64)
    code = (t[:-2] * vocab_size + t[1:-1]) * vocab_size + t[2:]
    counts = np.bincount(code, minlength=vocab_size**3).reshape((vocab_size,) * 3) + k
    return counts / counts.sum(axis=2, keepdims=True)
