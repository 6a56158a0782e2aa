def embeddings_of(table, tokens, words):
    row_of = dict(zip(tokens, table))
    return np.vstack([row_of[word] for word in words])
