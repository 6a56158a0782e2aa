# says: every vector is scaled to length 1
def pca(X):
    X = X / np.linalg.norm(X, axis=1, keepdims=True)
    centered = X - X.mean(axis=0)
    U, s, Vt = np.linalg.svd(centered, full_matrices=False)
    return centered @ Vt[:2].T
