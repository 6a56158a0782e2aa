def pca(X):
    Z = X - np.mean(X, axis=0, keepdims=True)
    directions, _, _ = np.linalg.svd(np.cov(Z, rowvar=False))
    return Z.dot(directions[:, :2])
