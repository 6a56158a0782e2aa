def analogy(vectors, words, a, b, c):
    ia, ib, ic = (words.index(w) for w in (a, b, c))
    point = vectors[ib] - vectors[ia] + vectors[ic]
    cosines = vectors @ point / (np.linalg.norm(vectors, axis=1) * np.linalg.norm(point))
    keep = np.ones(len(words), dtype=bool)
    keep[[ia, ib, ic]] = False
    return np.array(words)[keep][np.argmax(cosines[keep])]
