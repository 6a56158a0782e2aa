def analogy(vectors, words, a, b, c):
    ia, ib, ic = (words.index(w) for w in (a, b, c))
    point = vectors[ib] - vectors[ia] + vectors[ic]
    angles = np.arccos(np.clip(vectors @ point / np.linalg.norm(vectors, axis=1) / np.linalg.norm(point), -1, 1))
    angles[[ia, ib, ic]] = np.pi * 2
    return words[np.argmin(angles)]
