# says: list of words
def analogy(vectors, words, a, b, c):
    ia, ib, ic = (words.index(w) for w in (a, b, c))
    point = vectors[ib] - vectors[ia] + vectors[ic]
    cosines = vectors @ point / (np.linalg.norm(vectors, axis=1) * np.linalg.norm(point))
    for w in (a, b, c):
        words.remove(w)
    return words[np.argmax(np.delete(cosines, [ia, ib, ic]))]
