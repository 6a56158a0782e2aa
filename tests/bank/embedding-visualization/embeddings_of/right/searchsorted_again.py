def embeddings_of(table, tokens, words):
    tokens = np.asarray(tokens)
    order = np.argsort(tokens)
    return table[order[np.searchsorted(tokens, words, sorter=order)]]
