# says: the words are sorted
def embeddings_of(table, tokens, words):
    return table[[tokens.index(word) for word in sorted(words)]]
