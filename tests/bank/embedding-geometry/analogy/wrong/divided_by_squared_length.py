# says: divided out
def analogy(vectors, words, a, b, c):
    ia, ib, ic = (words.index(w) for w in (a, b, c))
    point = vectors[ib] - vectors[ia] + vectors[ic]
    cosines = vectors @ point / (vectors**2).sum(axis=1)
    cosines[[ia, ib, ic]] = -np.inf
    return words[np.argmax(cosines)]
