def embeddings_of(table, tokens, words):
    return [table[tokens.index(word)].tolist() for word in words]
