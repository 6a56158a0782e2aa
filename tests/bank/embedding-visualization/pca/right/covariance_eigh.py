def pca(X):
    centered = X - X.mean(axis=0)
    _, vectors = np.linalg.eigh(np.cov(centered.T))
    return centered @ vectors[:, ::-1][:, :2]
