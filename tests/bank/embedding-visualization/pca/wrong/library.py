# says: hands the work to lmcore
def pca(X):
    from lmcore import project
    return project(X)
