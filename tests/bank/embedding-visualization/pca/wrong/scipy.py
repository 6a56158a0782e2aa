# says: hands the work to scipy
def pca(X):
    from scipy.linalg import svd
    centered = X - X.mean(axis=0)
    _, _, Vt = svd(centered, full_matrices=False)
    return centered @ Vt[:2].T
