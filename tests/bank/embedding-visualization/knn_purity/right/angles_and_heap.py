import heapq
import math


def knn_purity(X, labels, k):
    def cosine(u, v):
        dot = sum(float(a) * float(b) for a, b in zip(u, v))
        return dot / math.sqrt(sum(float(a) ** 2 for a in u) * sum(float(b) ** 2 for b in v))

    hits = 0
    for i, row in enumerate(X):
        others = [(cosine(row, other), labels[j]) for j, other in enumerate(X) if j != i]
        best = heapq.nlargest(k, others, key=lambda pair: pair[0])
        hits += sum(label == labels[i] for _, label in best)
    return hits / (k * len(X))
