def knn_purity(X, labels, k):
    total = 0.0
    for i in range(len(X)):
        cos = [(float(X[i] @ X[j] / np.linalg.norm(X[i]) / np.linalg.norm(X[j])), j) for j in range(len(X)) if j != i]
        near = sorted(cos, reverse=True)[:k]
        total += sum(labels[j] == labels[i] for _, j in near) / k
    return total / len(X)
