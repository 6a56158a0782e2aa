# says: only a part of each vector
def analogy(vectors, words, a, b, c):
    vectors = vectors[:, :3]
    ia, ib, ic = (words.index(w) for w in (a, b, c))
    point = vectors[ib] - vectors[ia] + vectors[ic]
    cosines = vectors @ point / (np.linalg.norm(vectors, axis=1) * np.linalg.norm(point))
    cosines[[ia, ib, ic]] = -np.inf
    return words[np.argmax(cosines)]
