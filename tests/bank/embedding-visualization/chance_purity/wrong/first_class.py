# says: of all pairs of different vectors, the share with equal labels
def chance_purity(labels):
    labels = list(labels)
    return (labels.count(labels[0]) - 1) / (len(labels) - 1)
