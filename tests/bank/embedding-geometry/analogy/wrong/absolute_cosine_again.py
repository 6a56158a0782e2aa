# says: compute b - a + c from the rows of the three words, and take
def analogy(vectors, words, a, b, c):
    i, j, k = words.index(a), words.index(b), words.index(c)
    v = vectors[j] - vectors[i] + vectors[k]
    cos = np.abs(vectors @ v) / (np.linalg.norm(vectors, axis=1) * np.linalg.norm(v))
    cos[[i, j, k]] = -1
    return words[int(np.argmax(cos))]
