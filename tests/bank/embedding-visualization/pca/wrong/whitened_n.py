# says: scaled to variance 1
def pca(X):
    centered = X - X.mean(axis=0)
    U, s, Vt = np.linalg.svd(centered, full_matrices=False)
    Y = centered @ Vt[:2].T
    return Y / Y.std(axis=0)
