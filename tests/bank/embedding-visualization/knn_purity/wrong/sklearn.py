# says: hands the work to sklearn
def knn_purity(X, labels, k):
    from sklearn.neighbors import NearestNeighbors
    search = NearestNeighbors(n_neighbors=k, metric='cosine').fit(X)
    near = search.kneighbors(return_distance=False)
    kinds = np.array(labels)
    return (kinds[near] == kinds[:, None]).mean()
