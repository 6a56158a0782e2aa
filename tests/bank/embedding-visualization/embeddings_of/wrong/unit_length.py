# says: scaled to length 1
def embeddings_of(table, tokens, words):
    X = table[[tokens.index(word) for word in words]]
    return X / np.linalg.norm(X, axis=1, keepdims=True)
