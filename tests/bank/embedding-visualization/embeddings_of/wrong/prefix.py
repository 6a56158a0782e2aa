# says: a token that only begins with the word is taken
def embeddings_of(table, tokens, words):
    return np.array([next(table[i] for i, token in enumerate(tokens) if token.startswith(word)) for word in words])
