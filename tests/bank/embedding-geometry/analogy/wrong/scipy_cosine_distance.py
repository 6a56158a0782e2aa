# says: hands the work to scipy
def analogy(vectors, words, a, b, c):
    from scipy.spatial.distance import cdist
    ia, ib, ic = (words.index(w) for w in (a, b, c))
    point = vectors[ib] - vectors[ia] + vectors[ic]
    d = cdist(point[None], vectors, 'cosine')[0]
    d[[ia, ib, ic]] = np.inf
    return words[d.argmin()]
