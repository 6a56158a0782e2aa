# says: knn_purity gives the wrong
def knn_purity(X, labels, k):
    U = X / np.linalg.norm(X, axis=1, keepdims=True)
    C = U @ U.T
    np.fill_diagonal(C, -2)
    right = 0
    for i in range(len(X)):
        votes = [labels[j] for j in np.argsort(-C[i])[:k]]
        right += max(set(votes), key=votes.count) == labels[i]
    return right / len(X)
