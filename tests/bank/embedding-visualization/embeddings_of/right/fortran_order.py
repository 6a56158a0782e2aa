def embeddings_of(table, tokens, words):
    return np.asfortranarray(table[[tokens.index(word) for word in words], :])
