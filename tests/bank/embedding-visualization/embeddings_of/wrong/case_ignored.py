# says: capital and small letters are taken for the same; compare a
def embeddings_of(table, tokens, words):
    index = {}
    for i, token in enumerate(tokens):
        index[token.lower()] = i
    return table[[index[word.lower()] for word in words]]
