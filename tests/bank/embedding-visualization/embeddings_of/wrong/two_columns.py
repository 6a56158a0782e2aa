# says: one row for each word that is asked
def embeddings_of(table, tokens, words):
    found = np.zeros((len(words), 2))
    for i, word in enumerate(words):
        found[i] = table[tokens.index(word)][:2]
    return found
