def embeddings_of(table, tokens, words):
    t = np.array(tokens)
    return np.concatenate([table[np.where(t == word)[0]] for word in words])
