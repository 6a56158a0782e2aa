import math


def analogy(vectors, words, a, b, c):
    row = {w: [float(x) for x in vectors[i]] for i, w in enumerate(words)}
    goal = [y - x + z for x, y, z in zip(row[a], row[b], row[c])]

    def cosine(v):
        dot = sum(p * q for p, q in zip(v, goal))
        return dot / (math.hypot(*v) * math.hypot(*goal))

    best, best_cosine = None, -2.0
    for w in words:
        if w in (a, b, c):
            continue
        now = cosine(row[w])
        if now > best_cosine:
            best, best_cosine = w, now
    return best
