def stable_softmax(z):
    def one_row(row):
        weights = np.exp(row - row.max())
        return weights / weights.sum()

    return np.apply_along_axis(one_row, -1, np.asarray(z, dtype=float))
