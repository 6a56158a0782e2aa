# says: not an array
def embeddings_of(table, tokens, words):
    return {word: table[tokens.index(word)] for word in words}
