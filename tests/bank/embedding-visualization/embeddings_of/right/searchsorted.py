def embeddings_of(table, tokens, words):
    order = np.argsort(tokens)
    return table[order[np.searchsorted(np.array(tokens)[order], words)]]
