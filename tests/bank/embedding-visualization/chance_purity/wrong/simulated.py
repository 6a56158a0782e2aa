# says: of all pairs of different vectors, the share with equal labels
def chance_purity(labels):
    rng = np.random.default_rng(0)
    hits = 0
    for _ in range(1000):
        i, j = rng.choice(len(labels), 2, replace=False)
        hits += labels[i] == labels[j]
    return hits / 1000
