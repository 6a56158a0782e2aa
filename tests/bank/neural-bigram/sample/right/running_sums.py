def sample(probs, first, n_tokens, seed):
    rng = np.random.default_rng(seed)
    ends = np.cumsum(probs, axis=1)
    drawn = np.empty(n_tokens, dtype=int)
    token = first
    for i in range(n_tokens):
        token = int(np.searchsorted(ends[token], rng.random() * ends[token, -1], side="right"))
        drawn[i] = token
    return drawn
