# says: the mean of each vector is subtracted
def analogy(vectors, words, a, b, c):
    given = [words.index(w) for w in (a, b, c)]
    point = vectors[given[1]] - vectors[given[0]] + vectors[given[2]]
    r = np.corrcoef(np.vstack([vectors, point]))[-1, :-1]
    r[given] = -np.inf
    return words[int(r.argmax())]
