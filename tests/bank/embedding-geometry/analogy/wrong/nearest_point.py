# says: the distance between the points is compared; asked is the
def analogy(vectors, words, a, b, c):
    i, j, k = words.index(a), words.index(b), words.index(c)
    d = ((vectors - (vectors[j] - vectors[i] + vectors[k])) ** 2).sum(axis=1)
    d[[i, j, k]] = np.inf
    return words[int(np.argmin(d))]
