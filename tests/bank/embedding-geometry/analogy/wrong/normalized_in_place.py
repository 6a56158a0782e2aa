# says: an in-place operation (`z -= ...`, `z[...] = ...`) writes into
def analogy(vectors, words, a, b, c):
    i, j, k = words.index(a), words.index(b), words.index(c)
    v = vectors[j] - vectors[i] + vectors[k]
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    cos = vectors @ v
    cos[[i, j, k]] = -np.inf
    return words[int(np.argmax(cos))]
