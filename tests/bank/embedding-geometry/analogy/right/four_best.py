def analogy(vectors, words, a, b, c):
    point = vectors[words.index(b)] - vectors[words.index(a)] + vectors[words.index(c)]
    cosines = vectors @ point / np.linalg.norm(vectors, axis=1)
    best = [words[i] for i in np.argsort(-cosines)[:4]]
    return next(word for word in best if word not in (a, b, c))
