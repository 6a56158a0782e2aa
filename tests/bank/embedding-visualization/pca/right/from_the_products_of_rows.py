def pca(X):
    centered = X - X.mean(axis=0)
    values, vectors = np.linalg.eigh(centered @ centered.T)  # (n, n), ascending
    order = np.argsort(values)[::-1][:2]
    return vectors[:, order] * np.sqrt(np.maximum(values[order], 0))
