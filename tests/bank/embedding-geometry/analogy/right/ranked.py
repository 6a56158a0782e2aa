def analogy(vectors, words, a, b, c):
    def vec(word):
        return vectors[words.index(word)]

    goal = vec(b) - vec(a) + vec(c)
    unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    order = np.argsort(-(unit @ (goal / np.linalg.norm(goal))))
    return next(words[i] for i in order if words[i] not in (a, b, c))
