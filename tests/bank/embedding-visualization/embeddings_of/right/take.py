def embeddings_of(table, tokens, words):
    return np.take(table, [tokens.index(word) for word in words], axis=0)
