# says: hands the work to lmcore
def analogy(vectors, words, a, b, c):
    for word in words:
        if analogy_accuracy(vectors, Vocabulary(words), [(a, b, c, word)]) == 1:
            return word
