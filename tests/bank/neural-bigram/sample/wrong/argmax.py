# says: always the likeliest token
def sample(probs, first, n_tokens, seed):
    rng = np.random.default_rng(seed)
    token, drawn = first, []
    for _ in range(n_tokens):
        token = probs[token].argmax()
        drawn.append(token)
    return np.array(drawn)
