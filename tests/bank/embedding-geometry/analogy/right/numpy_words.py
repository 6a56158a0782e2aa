def analogy(vectors, words, a, b, c):
    words = np.array(words)
    ia, ib, ic = [np.flatnonzero(words == w)[0] for w in (a, b, c)]
    point = vectors[ib] + (vectors[ic] - vectors[ia])
    cosines = vectors @ point / (np.linalg.norm(vectors, axis=1) * np.linalg.norm(point))
    cosines[[ia, ib, ic]] = -1.5
    return words[cosines.argmax()]
