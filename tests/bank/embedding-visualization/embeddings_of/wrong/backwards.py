# says: the rows come backwards
def embeddings_of(table, tokens, words):
    return table[[tokens.index(word) for word in words]][::-1]
