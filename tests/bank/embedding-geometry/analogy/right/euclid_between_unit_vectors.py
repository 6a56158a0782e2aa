def analogy(vectors, words, a, b, c):
    ia, ib, ic = (words.index(w) for w in (a, b, c))
    point = vectors[ib] - vectors[ia] + vectors[ic]
    unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    target = point / np.linalg.norm(point)
    d = ((unit - target) ** 2).sum(axis=1)
    d[[ia, ib, ic]] = 99
    return words[np.argmin(d)]
