# says: one mean over all numbers
def pca(X):
    centered = X - X.mean()
    U, s, Vt = np.linalg.svd(centered, full_matrices=False)
    return centered @ Vt[:2].T
