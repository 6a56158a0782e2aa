def sample(probs, first, n_tokens, seed):
    rng = np.random.default_rng(seed)
    token, drawn = first, []
    for u in rng.random(n_tokens):
        token = np.flatnonzero(np.cumsum(probs[token]) > u * probs[token].sum())[0]
        drawn.append(token)
    return np.array(drawn)
