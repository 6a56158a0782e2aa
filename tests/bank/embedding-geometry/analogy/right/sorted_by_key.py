def analogy(vectors, words, a, b, c):
    ia, ib, ic = (words.index(w) for w in (a, b, c))
    point = vectors[ib] - vectors[ia] + vectors[ic]
    def cosine(word):
        v = vectors[words.index(word)]
        return (v @ point) / np.sqrt((v @ v) * (point @ point))
    return sorted(set(words) - {a, b, c}, key=cosine)[-1]
