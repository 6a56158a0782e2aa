# says: the directions come from vectors that are not centered
def pca(X):
    _, _, Vt = np.linalg.svd(X, full_matrices=False)
    points = X @ Vt[:2].T
    return points - points.mean(axis=0)
