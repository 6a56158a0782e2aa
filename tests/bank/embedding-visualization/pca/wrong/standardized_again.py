# says: every column is scaled to variance 1 first; that changes the
def pca(X):
    spread = X.std(axis=0)
    centered = (X - X.mean(axis=0)) / np.where(spread > 0, spread, 1)
    _, _, Vt = np.linalg.svd(centered, full_matrices=False)
    return centered @ Vt[:2].T
