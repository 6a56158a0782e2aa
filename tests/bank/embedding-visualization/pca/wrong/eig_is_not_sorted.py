# says: gives its vectors in no order
def pca(X):
    C = X - X.mean(axis=0)
    values, vectors = np.linalg.eig(np.cov(C.T))
    return np.real(C @ vectors[:, :2])
