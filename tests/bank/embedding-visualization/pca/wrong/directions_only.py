# says: has shape
def pca(X):
    centered = X - X.mean(axis=0)
    U, s, Vt = np.linalg.svd(centered, full_matrices=False)
    return Vt[:2]
