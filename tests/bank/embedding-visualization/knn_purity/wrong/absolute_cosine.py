# says: knn_purity gives the wrong number
def knn_purity(X, labels, k):
    unit = X / np.linalg.norm(X, axis=1, keepdims=True)
    cosine = np.abs(unit @ unit.T)
    np.fill_diagonal(cosine, -np.inf)
    kinds = np.array(labels)
    return (kinds[np.argsort(-cosine, axis=1)[:, :k]] == kinds[:, None]).mean()
