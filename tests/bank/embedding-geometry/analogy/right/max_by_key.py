def analogy(vectors, words, a, b, c):
    place = dict(zip(words, range(len(words))))
    at = lambda w: np.asarray(vectors)[place[w]]
    target = at(b) - at(a) + at(c)
    rest = [w for w in words if w not in {a, b, c}]
    return max(rest, key=lambda w: at(w) @ target / np.linalg.norm(at(w)) / np.linalg.norm(target))
