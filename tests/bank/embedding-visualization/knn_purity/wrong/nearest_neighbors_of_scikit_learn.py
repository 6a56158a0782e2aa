# says: hands the work to sklearn
def knn_purity(X, labels, k):
    from sklearn.neighbors import NearestNeighbors

    labels = np.asarray(labels)
    unit = X / np.linalg.norm(X, axis=1, keepdims=True)
    _, order = NearestNeighbors(n_neighbors=k + 1).fit(unit).kneighbors(unit)
    return float(np.mean([labels[row[row != i][:k]] == labels[i] for i, row in enumerate(order)]))
