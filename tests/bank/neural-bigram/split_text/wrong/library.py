# says: hands the work to lmcore
def split_text(ids, test_fraction=0.1):
    from lmcore import split
    return split(ids, (1 - test_fraction, test_fraction))
