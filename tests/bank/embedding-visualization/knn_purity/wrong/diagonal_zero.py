# says: where its cosine is set to 0
def knn_purity(X, labels, k):
    unit = X / np.linalg.norm(X, axis=1, keepdims=True)
    cosine = unit @ unit.T
    np.fill_diagonal(cosine, 0)
    kinds = np.array(labels)
    return (kinds[np.argsort(-cosine, axis=1)[:, :k]] == kinds[:, None]).mean()
