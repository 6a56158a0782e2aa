# says: nearest word
def analogy(vectors, words, a, b, c):
    vectors = np.round(vectors, 1)
    ia, ib, ic = (words.index(w) for w in (a, b, c))
    point = vectors[ib] - vectors[ia] + vectors[ic]
    cosines = vectors @ point / (np.linalg.norm(vectors, axis=1) * np.linalg.norm(point))
    cosines[[ia, ib, ic]] = -np.inf
    return words[np.argmax(cosines)]
