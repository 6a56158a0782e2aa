def embeddings_of(table, tokens, words):
    row = dict(zip(tokens, table))
    return np.array([row[word] for word in words])
