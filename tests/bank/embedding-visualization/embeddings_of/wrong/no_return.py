# says: is None
def embeddings_of(table, tokens, words):
    table[[tokens.index(word) for word in words]]
