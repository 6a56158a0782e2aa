# says: distances are Euclidean
def knn_purity(X, labels, k):
    cosine = -np.linalg.norm(X[:, None] - X, axis=-1)
    np.fill_diagonal(cosine, -np.inf)
    neighbors = np.argsort(-cosine, axis=1)[:, :k]
    kinds = np.array(labels)
    return (kinds[neighbors] == kinds[:, None]).mean()
