# says: nearest word
def analogy(vectors, words, a, b, c):
    rest = [w for w in words if w not in (a, b, c)]
    ia, ib, ic = (words.index(w) for w in (a, b, c))
    point = vectors[ib] - vectors[ia] + vectors[ic]
    cosines = vectors @ point / (np.linalg.norm(vectors, axis=1) * np.linalg.norm(point))
    cosines[[ia, ib, ic]] = -np.inf
    return rest[np.argmax(cosines[: len(rest)])]
