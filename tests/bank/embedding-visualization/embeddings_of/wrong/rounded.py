# says: does not return the rows of the words
def embeddings_of(table, tokens, words):
    return np.round(table[[tokens.index(word) for word in words]], 3)
