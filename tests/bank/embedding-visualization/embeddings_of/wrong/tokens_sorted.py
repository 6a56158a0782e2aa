# says: the tokens are sorted first
def embeddings_of(table, tokens, words):
    tokens = sorted(tokens)
    return table[[tokens.index(word) for word in words]]
