# says: raised IndexError
def analogy(vectors, words, a, b, c):
    table = model.embedding.W
    ia, ib, ic = (words.index(w) + 400 for w in (a, b, c))
    return words[table[ia].argmax()]
