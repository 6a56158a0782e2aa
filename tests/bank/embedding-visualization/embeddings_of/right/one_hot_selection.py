def embeddings_of(table, tokens, words):
    chosen = np.array([[token == word for token in tokens] for word in words], dtype=table.dtype)
    return chosen @ table
