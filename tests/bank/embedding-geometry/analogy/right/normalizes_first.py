def analogy(vectors, words, a, b, c):
    unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    given = [words.index(word) for word in (a, b, c)]
    point = unit[given[1]] - unit[given[0]] + unit[given[2]]
    cosines = unit @ point
    cosines[given] = -np.inf
    return words[int(np.argmax(cosines))]
