# says: has shape
def embeddings_of(table, tokens, words):
    return table
