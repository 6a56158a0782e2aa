# says: it uses dot products
def knn_purity(X, labels, k):
    unit = X
    cosine = unit @ unit.T
    np.fill_diagonal(cosine, -np.inf)
    neighbors = np.argsort(-cosine, axis=1)[:, :k]
    kinds = np.array(labels)
    return (kinds[neighbors] == kinds[:, None]).mean()
