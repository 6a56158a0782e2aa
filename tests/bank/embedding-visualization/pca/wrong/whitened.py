# says: scaled to variance 1
def pca(X):
    centered = X - X.mean(axis=0)
    U, s, Vt = np.linalg.svd(centered, full_matrices=False)
    return U[:, :2] * np.sqrt(len(X) - 1)
