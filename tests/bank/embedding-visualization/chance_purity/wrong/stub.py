# says: is not written yet
def chance_purity(labels):
    raise NotImplementedError
