# says: the first two numbers of each vector
def pca(X):
    return X[:, :2]
