# says: only the nearest neighbor is looked at, whatever k is
def knn_purity(X, labels, k):
    U = X / np.linalg.norm(X, axis=1, keepdims=True)
    C = U @ U.T - 3 * np.eye(len(X))
    nearest = C.argmax(axis=1)
    return np.mean([labels[i] == labels[j] for i, j in enumerate(nearest)])
