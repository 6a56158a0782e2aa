# says: wherever they rank
def analogy(vectors, words, a, b, c):
    point = vectors[words.index(b)] - vectors[words.index(a)] + vectors[words.index(c)]
    cosines = vectors @ point / np.linalg.norm(vectors, axis=1)
    for i in np.argsort(-cosines)[:2]:
        if words[i] not in (a, b, c):
            return words[i]
