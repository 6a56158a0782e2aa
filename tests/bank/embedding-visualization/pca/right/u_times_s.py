def pca(X):
    U, S, _ = np.linalg.svd(X - np.mean(X, 0, keepdims=True), full_matrices=False)
    return (U * S)[:, :2] * np.array([1, -1])
