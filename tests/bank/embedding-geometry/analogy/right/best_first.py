def analogy(vectors, words, a, b, c):
    row = {word: i for i, word in enumerate(words)}
    point = vectors[row[b]] - vectors[row[a]] + vectors[row[c]]
    lengths = np.sqrt(np.einsum("ij,ij->i", vectors, vectors))
    cosine = np.einsum("ij,j->i", vectors, point) / (lengths * np.sqrt(point @ point))
    for i in np.argsort(cosine)[::-1]:
        if words[i] not in (a, b, c):
            return words[i]
