# says: whose label is the most frequent one among the neighbors
from collections import Counter


def knn_purity(X, labels, k):
    unit = X / np.linalg.norm(X, axis=1, keepdims=True)
    cosine = unit @ unit.T
    np.fill_diagonal(cosine, -np.inf)
    right = 0
    for i in range(len(X)):
        near = [labels[j] for j in np.argsort(-cosine[i])[:k]]
        right += Counter(near).most_common(1)[0][0] == labels[i]
    return right / len(X)
