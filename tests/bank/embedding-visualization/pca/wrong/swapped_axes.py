# says: the second direction stands first
def pca(X):
    centered = X - X.mean(axis=0)
    U, s, Vt = np.linalg.svd(centered, full_matrices=False)
    return centered @ Vt[1::-1].T
