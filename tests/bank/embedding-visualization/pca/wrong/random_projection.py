# says: two widest directions
def pca(X):
    centered = X - X.mean(axis=0)
    Q, _ = np.linalg.qr(np.random.default_rng(0).normal(size=(X.shape[1], 2)))
    return centered @ Q
