def analogy(vectors, words, a, b, c):
    ia, ib, ic = (words.index(w) for w in (a, b, c))
    point = vectors[ib] - vectors[ia] + vectors[ic]
    cosines = np.einsum("ij,j->i", vectors, point) / np.sqrt(np.einsum("ij,ij->i", vectors, vectors))
    cosines[[ia, ib, ic]] = -2
    return words[int(cosines.argmax())]
