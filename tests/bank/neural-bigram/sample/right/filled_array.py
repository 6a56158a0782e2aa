def sample(probs, first, n_tokens, seed):
    rng = np.random.default_rng(seed)
    token, drawn = first, np.empty(n_tokens, dtype=int)
    for i in range(n_tokens):
        token = rng.choice(len(probs), p=probs[token])
        drawn[i] = token
    return drawn
