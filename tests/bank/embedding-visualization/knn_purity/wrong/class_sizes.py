# says: divides by the size of the class
def knn_purity(X, labels, k):
    unit = X / np.linalg.norm(X, axis=1, keepdims=True)
    cosine = unit @ unit.T
    np.fill_diagonal(cosine, -np.inf)
    neighbors = np.argsort(-cosine, axis=1)[:, :k]
    kinds = np.array(labels)
    return np.mean((kinds[neighbors] == kinds[:, None]).sum(axis=1) / (kinds[:, None] == kinds).sum(axis=1))
