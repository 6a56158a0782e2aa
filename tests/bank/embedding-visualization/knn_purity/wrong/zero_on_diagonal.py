# says: each vector counts as its own neighbor where its cosine is set
def knn_purity(X, labels, k):
    U = X / np.linalg.norm(X, axis=1, keepdims=True)
    C = U @ U.T
    np.fill_diagonal(C, 0)
    near = np.argsort(-C, axis=1)[:, :k]
    labels = np.array(labels)
    return np.mean(labels[near] == labels[:, None])
