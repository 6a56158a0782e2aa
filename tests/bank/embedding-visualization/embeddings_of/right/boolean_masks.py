def embeddings_of(table, tokens, words):
    tokens = np.asarray(tokens)
    return np.array([table[tokens == word].ravel() for word in words])
