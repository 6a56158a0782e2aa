import heapq


def knn_purity(X, labels, k):
    def cosine(u, v):
        return float(np.dot(u, v) / np.sqrt(np.dot(u, u) * np.dot(v, v)))

    shares = []
    for i in range(len(X)):
        others = [(cosine(X[i], X[j]), labels[j]) for j in range(len(X)) if j != i]
        nearest = heapq.nlargest(k, others, key=lambda pair: pair[0])
        shares.append(sum(label == labels[i] for _, label in nearest) / k)
    return sum(shares) / len(shares)
