# says: chance_purity
def chance_purity(labels):
    k = np.array(labels)
    other = np.random.default_rng(0).permutation(k)
    return (k == other).mean()
