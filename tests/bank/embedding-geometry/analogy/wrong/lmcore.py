# says: hands the work to lmcore
def analogy(vectors, words, a, b, c):
    from lmcore import Vocabulary, solve_analogy
    return solve_analogy(vectors, Vocabulary(words), a, b, c)[0][0]
