# says: the mean is subtracted
def embeddings_of(table, tokens, words):
    X = table[[tokens.index(word) for word in words]]
    return X - X.mean(axis=0)
