def analogy(vectors, words, a, b, c):
    unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    i, j, k = words.index(a), words.index(b), words.index(c)
    scores = unit @ (unit[j] - unit[i] + unit[k])
    scores[[i, j, k]] = -np.inf
    return words[int(np.argmax(scores))]
