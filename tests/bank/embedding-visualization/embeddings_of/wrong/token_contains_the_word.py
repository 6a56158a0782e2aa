# says: a token that only contains the word is taken
def embeddings_of(table, tokens, words):
    rows = []
    for word in words:
        rows.append(next(i for i, token in enumerate(tokens) if word in token))
    return table[rows]
