# says: the mean vector is subtracted first
def knn_purity(X, labels, k):
    X = X - X.mean(axis=0)
    unit = X / np.linalg.norm(X, axis=1, keepdims=True)
    cosine = unit @ unit.T
    np.fill_diagonal(cosine, -np.inf)
    neighbors = np.argsort(-cosine, axis=1)[:, :k]
    kinds = np.array(labels)
    return (kinds[neighbors] == kinds[:, None]).mean()
