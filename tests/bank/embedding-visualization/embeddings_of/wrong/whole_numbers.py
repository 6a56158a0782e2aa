# says: the id of a word is its place in tokens, and names its row
def embeddings_of(table, tokens, words):
    found = np.zeros((len(words), table.shape[1]), dtype=int)
    for i, word in enumerate(words):
        found[i] = table[tokens.index(word)]
    return found
