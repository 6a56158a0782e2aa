def embeddings_of(table, tokens, words):
    X = np.empty((len(words), table.shape[1]))
    for row, word in enumerate(words):
        for i, token in enumerate(tokens):
            if token == word:
                X[row] = table[i]
    return X
