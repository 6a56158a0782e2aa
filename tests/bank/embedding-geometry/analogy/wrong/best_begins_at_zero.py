# says: cosine can be negative
def analogy(vectors, words, a, b, c):
    ia, ib, ic = (words.index(w) for w in (a, b, c))
    point = vectors[ib] - vectors[ia] + vectors[ic]
    cosines = vectors @ point / (np.linalg.norm(vectors, axis=1) * np.linalg.norm(point))
    best, answer = 0, None
    for i, w in enumerate(words):
        if w not in (a, b, c) and cosines[i] > best:
            best, answer = cosines[i], w
    return answer
