def knn_purity(X, labels, k):
    unit = X / np.sqrt((X**2).sum(axis=1))[:, None]
    shares = []
    for i in range(len(unit)):
        distance = np.linalg.norm(unit - unit[i], axis=1)
        distance[i] = np.inf
        near = np.argsort(distance)[:k]
        shares.append(sum(labels[j] == labels[i] for j in near) / k)
    return sum(shares) / len(shares)
