# says: chance_purity
def chance_purity(labels):
    return np.mean([a == b for a, b in zip(labels, labels[1:])])
