# says: chance_purity
def chance_purity(labels):
    k = [len(x) for x in labels]
    return np.mean([a == b for i, a in enumerate(k) for j, b in enumerate(k) if i != j])
