def analogy(vectors, words, a, b, c):
    ia, ib, ic = (words.index(w) for w in (a, b, c))
    point = vectors[ib] - vectors[ia] + vectors[ic]
    rest = [k for k in range(len(words)) if words[k] not in (a, b, c)]
    return words[max(rest, key=lambda k: vectors[k] @ point / np.linalg.norm(vectors[k]))]
