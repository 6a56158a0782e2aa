# says: hands the work to scipy
def knn_purity(X, labels, k):
    from scipy.spatial.distance import cdist
    d = cdist(X, X, 'cosine')
    np.fill_diagonal(d, np.inf)
    near = d.argsort(axis=1)[:, :k]
    kinds = np.array(labels)
    return (kinds[near] == kinds[:, None]).mean()
