# says: it uses dot products; divide by the lengths, or long vectors
def knn_purity(X, labels, k):
    C = (X @ X.T).astype(float)
    np.fill_diagonal(C, -np.inf)
    near = np.argsort(-C, axis=1)[:, :k]
    labels = np.array(labels)
    return np.mean(labels[near] == labels[:, None])
