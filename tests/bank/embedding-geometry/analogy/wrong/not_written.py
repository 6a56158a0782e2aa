# says: not written yet
def analogy(vectors, words, a, b, c):
    raise NotImplementedError("Write your code here.")
