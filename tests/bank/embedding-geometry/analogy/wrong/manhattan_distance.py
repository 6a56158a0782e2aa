# says: distance between the points
def analogy(vectors, words, a, b, c):
    ia, ib, ic = (words.index(w) for w in (a, b, c))
    point = vectors[ib] - vectors[ia] + vectors[ic]
    d = np.abs(vectors - point).sum(axis=1)
    d[[ia, ib, ic]] = np.inf
    return words[np.argmin(d)]
