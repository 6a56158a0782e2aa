# says: 3CosMul
def analogy(vectors, words, a, b, c):
    unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    ia, ib, ic = (words.index(w) for w in (a, b, c))
    ca, cb, cc = ((unit @ unit[i] + 1) / 2 for i in (ia, ib, ic))
    score = cb * cc / (ca + 0.001)
    score[[ia, ib, ic]] = -np.inf
    return words[int(score.argmax())]
