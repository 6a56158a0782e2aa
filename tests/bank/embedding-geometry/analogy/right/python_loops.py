def analogy(vectors, words, a, b, c):
    best, best_cosine = None, -2.0
    table = {w: vectors[i] for i, w in enumerate(words)}
    point = [y - x + z for x, y, z in zip(table[a], table[b], table[c])]
    for word in words:
        if word in (a, b, c):
            continue
        v = table[word]
        dot = sum(p * q for p, q in zip(point, v))
        length = sum(q * q for q in v) ** 0.5 * sum(p * p for p in point) ** 0.5
        if dot / length > best_cosine:
            best, best_cosine = word, dot / length
    return best
