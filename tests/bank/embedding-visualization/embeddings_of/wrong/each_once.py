# says: a word that is asked twice gets its row twice
def embeddings_of(table, tokens, words):
    index = {token: i for i, token in enumerate(tokens)}
    return np.array([table[index[word]] for word in dict.fromkeys(words)])
