# says: k is fixed at 5
def knn_purity(X, labels, k):
    unit = X / np.linalg.norm(X, axis=1, keepdims=True)
    cosine = unit @ unit.T
    np.fill_diagonal(cosine, -np.inf)
    kinds = np.array(labels)
    return (kinds[np.argsort(-cosine, axis=1)[:, :5]] == kinds[:, None]).mean()
