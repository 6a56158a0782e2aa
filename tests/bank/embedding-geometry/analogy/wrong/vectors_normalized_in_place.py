# says: changed an array
def analogy(vectors, words, a, b, c):
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    ia, ib, ic = (words.index(w) for w in (a, b, c))
    point = vectors[ib] - vectors[ia] + vectors[ic]
    cosines = vectors @ point
    cosines[[ia, ib, ic]] = -np.inf
    return words[np.argmax(cosines)]
