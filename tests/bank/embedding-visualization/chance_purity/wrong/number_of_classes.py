# says: chance_purity
def chance_purity(labels):
    return len(set(labels))
