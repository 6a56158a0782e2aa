# says: the vectors are not centered: subtract the mean of each column
def pca(X):
    centered = X - np.median(X, axis=0)
    _, _, Vt = np.linalg.svd(centered, full_matrices=False)
    return centered @ Vt[:2].T
