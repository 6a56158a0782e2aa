# says: raised ValueError
def analogy(vectors, words, a, b, c):
    ia, ib, ic = (words.index(w) for w in (a, b, c))
    point = vectors[ib] - vectors[ia] + vectors[ic]
    cosines = vectors @ point / np.linalg.norm(vectors, axis=0)
    cosines[[ia, ib, ic]] = -np.inf
    return words[np.argmax(cosines)]
