# says: the cosine is taken without its sign
def analogy(vectors, words, a, b, c):
    point = vectors[words.index(b)] - vectors[words.index(a)] + vectors[words.index(c)]
    cosine = np.abs(vectors @ point) / np.linalg.norm(vectors, axis=1)
    cosine[[words.index(w) for w in (a, b, c)]] = -1
    return words[int(np.argmax(cosine))]
