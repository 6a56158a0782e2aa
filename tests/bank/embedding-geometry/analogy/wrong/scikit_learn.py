# says: hands the work to sklearn
def analogy(vectors, words, a, b, c):
    from sklearn.metrics.pairwise import cosine_similarity
    ia, ib, ic = (words.index(w) for w in (a, b, c))
    point = vectors[ib] - vectors[ia] + vectors[ic]
    s = cosine_similarity(point[None], vectors)[0]
    for w in np.argsort(-s):
        if words[w] not in (a, b, c):
            return words[w]
