def sample(probs, first, n_tokens, seed):
    rng = np.random.default_rng(seed)
    token, drawn = first, []
    for _ in range(n_tokens):
        token = int(np.argmin(rng.exponential(size=len(probs)) / np.maximum(probs[token], 1e-300)))
        drawn.append(token)
    return np.array(drawn)
