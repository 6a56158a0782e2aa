def embeddings_of(table, tokens, words):
    return np.vstack([table[list(tokens).index(word)] for word in words])
