# says: a token that only begins with the word is taken; compare whole
def embeddings_of(table, tokens, words):
    rows = []
    for word in words:
        for i, token in enumerate(tokens):
            if token.startswith(word):
                rows.append(table[i])
                break
    return np.array(rows)
