# says: in the order of the table
def embeddings_of(table, tokens, words):
    return table[sorted(tokens.index(word) for word in words)]
