def sample(probs, first, n_tokens, seed):
    rng = np.random.default_rng(seed)
    cumulated = np.cumsum(probs, axis=1)
    cumulated[:, -1] = 2
    token, drawn = first, []
    for _ in range(n_tokens):
        token = int((cumulated[token] <= rng.random()).sum())
        drawn.append(token)
    return np.array(drawn)
