# says: an in-place operation
def knn_purity(X, labels, k):
    X /= np.linalg.norm(X, axis=1, keepdims=True)
    cosine = X @ X.T
    np.fill_diagonal(cosine, -np.inf)
    kinds = np.array(labels)
    return (kinds[np.argsort(-cosine, axis=1)[:, :k]] == kinds[:, None]).mean()
