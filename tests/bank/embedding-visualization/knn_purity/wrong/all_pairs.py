# says: all vectors are compared
def knn_purity(X, labels, k):
    kinds = np.array(labels)
    return (kinds[:, None] == kinds).mean()
