# says: the distance between the points is compared
def analogy(vectors, words, a, b, c):
    point = vectors[words.index(b)] - vectors[words.index(a)] + vectors[words.index(c)]
    distance = np.linalg.norm(vectors - point, axis=1)
    for word in (a, b, c):
        distance[words.index(word)] = np.inf
    return words[int(np.argmin(distance))]
