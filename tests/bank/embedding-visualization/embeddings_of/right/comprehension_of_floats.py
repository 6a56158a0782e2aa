def embeddings_of(table, tokens, words):
    return [[float(x) for x in table[tokens.index(word)]] for word in words]
