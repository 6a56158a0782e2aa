def knn_purity(X, labels, k):
    unit = X / np.linalg.norm(X, axis=1, keepdims=True)
    cosine = unit @ unit.T
    cosine = cosine - 10 * np.eye(len(X))
    neighbors = np.argsort(-cosine, axis=1)[:, :k]
    kinds = np.array(labels)
    return (kinds[neighbors] == kinds[:, None]).mean()
