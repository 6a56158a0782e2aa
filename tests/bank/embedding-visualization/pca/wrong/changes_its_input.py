# says: changed an array it was given
def pca(X):
    X -= X.mean(axis=0)
    U, s, Vt = np.linalg.svd(X, full_matrices=False)
    return U[:, :2] * s[:2]
