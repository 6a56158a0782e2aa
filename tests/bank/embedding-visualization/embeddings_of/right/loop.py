def embeddings_of(table, tokens, words):
    rows = []
    for word in words:
        rows.append(table[tokens.index(word)])
    return np.array(rows)
