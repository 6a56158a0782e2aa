# says: wherever they rank
def analogy(vectors, words, a, b, c):
    point = vectors[words.index(b)] - vectors[words.index(a)] + vectors[words.index(c)]
    cos = vectors @ point / np.linalg.norm(vectors, axis=1)
    order = np.argsort(-cos)[:3]
    for i in order:
        if words[i] not in (a, b, c):
            return words[i]
