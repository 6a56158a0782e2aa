# says: not centered
def pca(X):
    U, s, Vt = np.linalg.svd(X, full_matrices=False)
    return U[:, :2] * s[:2]
