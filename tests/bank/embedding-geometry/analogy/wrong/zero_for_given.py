# says: a cosine can be negative, so 0 does not leave a word out of the
def analogy(vectors, words, a, b, c):
    i, j, k = words.index(a), words.index(b), words.index(c)
    v = vectors[j] - vectors[i] + vectors[k]
    cos = vectors @ v / (np.linalg.norm(vectors, axis=1) * np.linalg.norm(v))
    cos[[i, j, k]] = 0
    return words[int(np.argmax(cos))]
