# says: nan
with np.errstate(all='ignore'):
    z = np.array([1000.0, 0.0, 0.0])
    limit = np.exp(z) / np.exp(z).sum()
