def pca(X):
    rest = X - X.mean(axis=0)
    columns = []
    for _ in range(2):
        C = rest.T @ rest
        v = np.random.default_rng(0).normal(size=len(C))
        for _ in range(100_000):
            new = C @ v
            length = np.linalg.norm(new)
            if length < 1e-12:
                break
            new /= length
            if np.linalg.norm(new - v) < 1e-14:
                break
            v = new
        v = v / np.linalg.norm(v)
        columns.append(rest @ v)
        rest = rest - np.outer(rest @ v, v)
    return np.column_stack(columns)
