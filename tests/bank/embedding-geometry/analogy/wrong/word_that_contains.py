# says: a word that only contains a given one is found first
def analogy(vectors, words, a, b, c):
    def find(word):
        return next(i for i, w in enumerate(words) if word in w)
    given = [find(word) for word in (a, b, c)]
    point = vectors[given[1]] - vectors[given[0]] + vectors[given[2]]
    cosines = vectors @ point / np.linalg.norm(vectors, axis=1)
    cosines[given] = -np.inf
    return words[int(np.argmax(cosines))]
