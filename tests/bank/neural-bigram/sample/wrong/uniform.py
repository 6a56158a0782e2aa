# says: all tokens are drawn alike
def sample(probs, first, n_tokens, seed):
    rng = np.random.default_rng(seed)
    token, drawn = first, []
    for _ in range(n_tokens):
        token = rng.integers(len(probs))
        drawn.append(token)
    return np.array(drawn)
