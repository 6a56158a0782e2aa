def pca(X):
    centered = X - X.mean(axis=0)
    values, vectors = np.linalg.eigh(np.cov(centered, rowvar=False))
    return centered @ vectors[:, np.argsort(values)[::-1][:2]]
