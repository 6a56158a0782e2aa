def pca(X):
    X = X.astype(np.float64)
    centered = X - X.mean(axis=0)
    U, s, Vt = np.linalg.svd(centered, full_matrices=False)
    return (centered @ Vt[:2].T).astype(np.float32)
