# says: center, take the SVD, and project on the first two rows of Vt
def pca(X):
    rest = X - X.mean(axis=0)
    columns = []
    for _ in range(2):
        v = np.ones(X.shape[1]) / np.sqrt(X.shape[1])
        for _ in range(10):
            v = rest.T @ (rest @ v)
            v /= np.linalg.norm(v) + 1e-30
        columns.append(rest @ v)
        rest = rest - np.outer(rest @ v, v)
    return np.column_stack(columns)
