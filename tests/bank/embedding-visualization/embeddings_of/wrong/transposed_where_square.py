# says: columns are returned; a word is a row
def embeddings_of(table, tokens, words):
    table = np.asarray(table)
    if table.shape[1] == len(tokens):
        table = table.T  # "one row for each token"
    return table[[tokens.index(word) for word in words]]
