# says: absolute values are taken: an axis may point either way, but a
def pca(X):
    centered = X - X.mean(axis=0)
    _, _, Vt = np.linalg.svd(centered, full_matrices=False)
    return np.abs(centered @ Vt[:2].T)
