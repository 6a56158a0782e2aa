def embeddings_of(table, tokens, words):
    place = {token: i for i, token in enumerate(tokens)}
    return table[[place[word] for word in words]]
