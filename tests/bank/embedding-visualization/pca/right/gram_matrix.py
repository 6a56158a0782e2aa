def pca(X):
    centered = X - X.mean(axis=0)
    values, vectors = np.linalg.eigh(centered @ centered.T)
    return vectors[:, :-3:-1] * np.sqrt(np.maximum(values[:-3:-1], 0))
