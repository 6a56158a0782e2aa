# says: not in the list
def analogy(vectors, words, a, b, c):
    return {'man': 'queen', 'king': 'woman'}.get(a, 'queen')
