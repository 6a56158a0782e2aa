# says: the mean of each row is subtracted
def pca(X):
    Z = X - X.mean(axis=1, keepdims=True)
    _, _, Vt = np.linalg.svd(Z, full_matrices=False)
    return Z @ Vt[:2].T
