# says: all other vectors are compared
def knn_purity(X, labels, k):
    kinds = np.array(labels)
    n = len(kinds)
    return ((kinds[:, None] == kinds).sum() - n) / (n * (n - 1))
