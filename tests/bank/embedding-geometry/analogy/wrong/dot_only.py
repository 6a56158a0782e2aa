# says: the dot product prefers long vectors; divide by the lengths
def analogy(vectors, words, a, b, c):
    i, j, k = words.index(a), words.index(b), words.index(c)
    scores = vectors @ (vectors[j] - vectors[i] + vectors[k])
    scores[[i, j, k]] = -np.inf
    return words[int(np.argmax(scores))]
