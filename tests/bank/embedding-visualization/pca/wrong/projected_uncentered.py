# says: without being centered
def pca(X):
    centered = X - X.mean(axis=0)
    U, s, Vt = np.linalg.svd(centered, full_matrices=False)
    return X @ Vt[:2].T
