def embeddings_of(table, tokens, words):
    return np.stack([table[tokens.index(word)] for word in words])
