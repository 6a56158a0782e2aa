def sample(probs, first, n_tokens, seed):
    rng = np.random.default_rng(seed)
    limits = np.cumsum(probs, axis=1)
    limits /= limits[:, -1:]
    token, drawn = first, np.empty(n_tokens, dtype=int)
    for i, u in enumerate(rng.random(n_tokens)):
        token = drawn[i] = np.searchsorted(limits[token], u, side="right")
    return drawn
