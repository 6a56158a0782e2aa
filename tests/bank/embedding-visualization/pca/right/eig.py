def pca(X):
    centered = X - X.mean(axis=0)
    values, vectors = np.linalg.eig(centered.T @ centered)
    best = np.argsort(-values.real)[:2]
    return centered @ vectors.real[:, best]
