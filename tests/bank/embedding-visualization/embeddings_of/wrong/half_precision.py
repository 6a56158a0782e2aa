# says: does not return the rows of the words
def embeddings_of(table, tokens, words):
    return table.astype(np.float16)[[tokens.index(word) for word in words]]
