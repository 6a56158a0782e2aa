# says: in the order of the table
def embeddings_of(table, tokens, words):
    return table[[i for i, token in enumerate(tokens) if token in words]]
