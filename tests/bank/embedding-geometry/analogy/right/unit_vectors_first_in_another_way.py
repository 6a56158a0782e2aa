def analogy(vectors, words, a, b, c):
    unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    i, j, k = (words.index(w) for w in (a, b, c))
    scores = unit @ (unit[j] - unit[i] + unit[k])
    scores[[i, j, k]] = -np.inf
    return words[int(scores.argmax())]
