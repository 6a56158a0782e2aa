# says: embeddings_of does not return
def embeddings_of(table, tokens, words):
    return 2 * table[[tokens.index(word) for word in words]]
