# says: the fourth of the ranking is answered
def analogy(vectors, words, a, b, c):
    i, j, k = words.index(a), words.index(b), words.index(c)
    v = vectors[j] - vectors[i] + vectors[k]
    cos = vectors @ v / (np.linalg.norm(vectors, axis=1) * np.linalg.norm(v))
    return words[int(np.argsort(cos)[-4])]
