# says: the mean vector is subtracted first
def knn_purity(X, labels, k):
    X = X - X.mean(axis=0)
    U = X / np.linalg.norm(X, axis=1, keepdims=True)
    C = U @ U.T
    np.fill_diagonal(C, -2)
    near = np.argsort(-C, axis=1)[:, :k]
    labels = np.array(labels)
    return np.mean(labels[near] == labels[:, None])
