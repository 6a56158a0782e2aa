def analogy(vectors, words, a, b, c):
    given = [words.index(w) for w in (a, b, c)]
    goal = np.array([-1.0, 1.0, 1.0]) @ vectors[given]
    kept = np.delete(np.arange(len(words)), given)
    scores = np.einsum("nd,d->n", vectors[kept], goal) / np.sqrt(np.einsum("nd,nd->n", vectors[kept], vectors[kept]))
    return words[kept[np.argmax(scores)]]
