# says: the first two numbers of each vector
def pca(X):
    centered = X - X.mean(axis=0)
    return centered[:, :2]
