def pca(X):
    centered = X - X.mean(axis=0)
    U, s, Vt = np.linalg.svd(centered)
    return U[:, :2] * s[:2]
