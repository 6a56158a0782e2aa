def pca(X):
    centered = X - X.mean(axis=0)
    U, s, Vt = np.linalg.svd(centered, full_matrices=False)
    return (centered @ Vt[:2].T).tolist()
