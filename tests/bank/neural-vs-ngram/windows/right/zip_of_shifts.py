def windows(ids, context_size):
    rows = list(zip(*(ids[i:] for i in range(context_size + 1))))
    rows = np.array(rows)
    return rows[:, :context_size], rows[:, context_size]
