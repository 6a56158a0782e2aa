# says: nearest word
def analogy(vectors, words, a, b, c):
    return [w for w in words if w not in (a, b, c)][0]
