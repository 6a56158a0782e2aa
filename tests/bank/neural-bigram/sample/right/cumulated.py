def sample(probs, first, n_tokens, seed):
    rng = np.random.default_rng(seed)
    token, drawn = first, []
    for _ in range(n_tokens):
        token = min(np.searchsorted(np.cumsum(probs[token]), rng.random(), side='right'), len(probs) - 1)
        drawn.append(token)
    return np.array(drawn)
