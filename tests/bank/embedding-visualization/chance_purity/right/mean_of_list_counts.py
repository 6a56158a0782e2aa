def chance_purity(labels):
    return np.mean([(labels.count(x) - 1) / (len(labels) - 1) for x in labels])
