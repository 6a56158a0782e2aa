# says: capital and small letters are taken for the same
def embeddings_of(table, tokens, words):
    small = [token.lower() for token in tokens]
    return table[[small.index(word.lower()) for word in words]]
