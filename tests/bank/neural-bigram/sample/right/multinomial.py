def sample(probs, first, n_tokens, seed):
    rng = np.random.default_rng(seed)
    token, drawn = first, []
    for _ in range(n_tokens):
        token = int(rng.multinomial(1, probs[token]).argmax())
        drawn.append(token)
    return np.array(drawn)
