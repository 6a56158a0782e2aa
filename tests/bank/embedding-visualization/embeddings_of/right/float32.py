def embeddings_of(table, tokens, words):
    return table.astype(np.float32)[[tokens.index(word) for word in words]]
