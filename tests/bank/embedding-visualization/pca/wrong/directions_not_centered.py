# says: directions come from vectors that are not centered
def pca(X):
    centered = X - X.mean(axis=0)
    _, _, Vt = np.linalg.svd(X, full_matrices=False)
    return centered @ Vt[:2].T
