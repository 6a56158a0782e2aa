def sample(probs, first, n_tokens, seed):
    rng = np.random.default_rng(seed)
    token, drawn = first, []
    for _ in range(n_tokens):
        token = int(np.argmax(np.log(probs[token] + 1e-300) + rng.gumbel(size=len(probs))))
        drawn.append(token)
    return np.array(drawn)
