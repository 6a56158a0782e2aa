def analogy(vectors, words, a, b, c):
    unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    i = {w: k for k, w in enumerate(words)}
    target = unit[i[b]] - unit[i[a]] + unit[i[c]]
    scores = unit @ target
    order = np.argsort(scores)[::-1]
    return next(words[k] for k in order if words[k] not in {a, b, c})
