def cosine(x, y):
    return np.dot(x, y) / (np.linalg.norm(x) * np.linalg.norm(y))


def analogy(vectors, words, a, b, c):
    ia, ib, ic = (words.index(w) for w in (a, b, c))
    point = vectors[ib] - vectors[ia] + vectors[ic]
    scores = {w: cosine(v, point) for w, v in zip(words, vectors)}
    for w in (a, b, c):
        del scores[w]
    return max(scores, key=scores.get)
