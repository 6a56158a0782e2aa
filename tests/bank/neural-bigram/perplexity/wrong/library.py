# says: hands the work to lmcore
def perplexity(probs, ids):
    from lmcore import perplexity as library
    return library(-np.log(probs[ids[:-1], ids[1:]]))
