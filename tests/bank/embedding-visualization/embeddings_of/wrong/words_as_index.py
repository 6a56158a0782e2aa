# says: raised
def embeddings_of(table, tokens, words):
    return table[words]
