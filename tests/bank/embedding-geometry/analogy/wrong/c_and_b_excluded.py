# says: one of the three given words is answered. They are left out of
def analogy(vectors, words, a, b, c):
    i, j, k = words.index(a), words.index(b), words.index(c)
    v = vectors[j] - vectors[i] + vectors[k]
    cos = vectors @ v / (np.linalg.norm(vectors, axis=1) * np.linalg.norm(v))
    cos[j] = cos[k] = -np.inf
    return words[int(np.argmax(cos))]
